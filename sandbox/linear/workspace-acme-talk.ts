/** `issue | type | other issue`: which issue blocks, duplicates or is related to which. */
export const RELATIONS = `
telemetry-gap  | blocks    | battery-card
battery-schema | blocks    | battery-card
ota-signature  | blocks    | ota-rollback
dock-align     | blocks    | dock-retry
alert-rules    | blocks    | alert-discord
alert-flow     | blocks    | alert-rules
icon-set       | blocks    | fleet-filters
back-01        | blocks    | lidar-cleanup
route-planner  | blocks    | route-replan
back-01        | blocks    | route-replan
login-sso      | blocks    | sso-roles
voice-control  | blocks    | sound-alerts
route-planner  | blocks    | next-01
battery-card   | blocks    | next-03
map-flicker    | duplicate | map-tiles
triage-4       | related   | dark-mode
replay-view    | related   | robot-timeline
api-limits     | related   | quickstart
tokens         | related   | dark-mode
`;

/** `issue | parent`: sub-issues. */
export const PARENTS = `
telemetry-gap  | battery-card
battery-schema | battery-card
dock-retry     | dock-align
robot-timeline | replay-view
alert-discord  | alert-rules
sound-alerts   | alert-rules
`;

/** `issue | who | day of the team | text`: comments. */
export const COMMENTS = `
dock-align    | ada   | 2 | Vision alone gets us to 9 mm. Trying the infrared beacons next.
dock-align    | priya | 3 | The customer in Hamburg would be happy with 7 mm for the pilot.
dock-align    | ada   | 6 | 6 mm in the lab. Dust on the lens is still a problem; see the photos in the drive.
route-planner | deepa | 5 | Waiting works. Squeezing past is now the last choice, not the first.
battery-card  | devon | 4 | The gap in the telemetry is gone, so the curve is honest now.
battery-card  | lea   | 6 | I would love to show this on Thursday. Is that realistic?
battery-card  | devon | 6 | Yes, when the review is through by Wednesday.
ota-signature | ada   | 6 | @deepa please look at the second check with care: it runs before the switch.
login-sso     | dana  | 5 | Two customers asked in the forum. I will write it up when it is out.
fleet-filters | devon | 7 | Blocked by the icons; the rest is ready behind a flag.
icon-set      | yuki  | 1 | First eight models are in the file. Forklift and scrubber look too similar.
alert-flow    | omar  | 2 | Four of five operators looked for the rules under *Settings*.
voice-control | priya | 1 | Canceled after the visit in the hall: 85 dB.
shout-title   | marco | 6 | @everyone sorry for the title, I copied it from the customer 🙈
map-flicker   | devon | 0 | Same as the tiles. Closing this one.
triage-3      | nico  | 7 | I can reproduce it with two browsers.
`;
