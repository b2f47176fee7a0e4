/** Design's running cycle. For the columns see `readIssueTable`. */
export const DESIGN_CYCLE = `
icon-set       | In Progress | yuki | 5 | 2 | Feature,Visual   | Fleet dashboard | -9  | -1 | 0 |   | 5 | Icon set for robot models and states | Twelve models, six states, readable at 16 pixels.
alert-flow     | In Progress | omar | 3 | 2 | Research         | Fleet dashboard | -7  | -1 | 1 |   |   | Test the alert rules with five operators |
tokens         | In Review   | yuki | 3 | 3 | Improvement,Visual | Brand refresh | -14 | -1 | 0 |   |   | Colour tokens for light and dark |
onboarding     | Done        | omar | 3 | 2 | Feature          | Fleet dashboard | -11 | -1 | 0 | 2 |   | Onboarding for a new site in three screens |
empty-states   | Done        | yuki | 2 | 3 | Feature,Visual   | Fleet dashboard | -10 | -1 | 0 | 1 |   | Drawings for empty lists |
geofence-hints | Todo        | omar | 1 | 3 | Improvement      | Fleet dashboard | -3  | -1 |   |   |   | Hints for drawing a geofence |
battery-icons  | Todo        | yuki | 2 | 2 | Visual           | Battery health  | -6  | -1 |   |   | 8 | Battery health in one glance |
print-poster   | Todo        | marco | 2 | 4 | Visual          | Brand refresh   | 1   | 1  |   |   |   | Poster for the trade fair in Hanover |
contrast       | Todo        |      |   | 2 | Bug,Visual       | Fleet dashboard | 1   | 2  |   |   |   | Grey text fails the contrast check |
old-logo       | Canceled    |      | 1 | 4 | Visual           | Brand refresh   | -20 | -1 |   | 1 |   | Bring back the old logo for a day |
`;

/** Design's last cycle. */
export const DESIGN_PAST_CYCLE = `
des-past-1 | Done     | yuki  | 5 | 2 | Feature,Visual | Fleet dashboard | -32 | -15 | -13 | -8 | | New look for the robot page |
des-past-2 | Done     | omar  | 3 | 2 | Research       | Fleet dashboard | -29 | -15 | -12 | -6 | | Watch three operators during a shift change |
des-past-3 | Done     | marco | 2 | 3 | Visual         | Brand refresh   | -27 | -15 | -10 | -9 | | Slides for the partner day |
`;

/** Design's issues outside of cycles. */
export const DESIGN_OTHERS = `
des-1 | Backlog | omar  | 3 | 3 | Research       | Battery health  | -30 | | | | | Interview people who swap batteries |
des-2 | Backlog |       | 5 | 4 | Visual         | Brand refresh   | -28 | | | | | Animate the start screen of the robots |
des-3 | Backlog |       |   | 0 | Research       |                 | -16 | | | | | What do night shifts need? |
des-4 | Done    | yuki  | 8 | 2 | Feature,Visual | Brand refresh   | -60 | | -45 | -25 | | New typeface for screen and print |
des-5 | Done    | marco | 3 | 2 | Feature        | Brand refresh   | -55 | | -40 | -22 | | Landing page in the new look |
des-6 | Todo    | priya | 2 | 3 | Research       | Autonomy 2.0    | -5  | | | | 13 | Decide what a robot says when it waits for people |
`;
