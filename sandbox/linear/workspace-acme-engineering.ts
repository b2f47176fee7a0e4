/** The 36 issues of Engineering's running cycle. For the columns see `readIssueTable`. */
export const ENGINEERING_CYCLE = `
fleet-overview  | Done        | ada   | 5 | 2 | Feature,Dashboard    | Fleet dashboard | -20 | -2 | 0 | 3 |   | Show every robot on one fleet overview page | Operators open the dashboard and see all robots of their site with battery, task and last contact.
telemetry-batch | Done        | deepa | 3 | 2 | Improvement,Infra    | Fleet dashboard | -18 | -2 | 0 | 2 |   | Send telemetry in batches of one second | One message per sensor reading is too much for the site gateways.
telemetry-gap   | Done        | deepa | 3 | 1 | Bug,Firmware         | Battery health  | -6  | -1 | 1 | 4 |   | Fix the gap in telemetry after a Wi-Fi handover | Robots that change the access point lose up to 40 seconds of readings.
login-sso       | Done        | devon | 5 | 2 | Feature,Security     | Fleet dashboard | -25 | 0  | -9 | 5 | 6 | Sign in to the dashboard with Google Workspace | Customers want their own accounts, not a shared password.
map-tiles       | Done        | devon | 2 | 3 | Improvement,Dashboard | Fleet dashboard | -22 | 0 | -4 | 1 |   | Cache map tiles in the browser | The map blinks on every zoom.
estop-audit     | Done        | ada   | 2 | 1 | Security,Firmware    | Autonomy 2.0    | -10 | -2 | 1 | 3 | 4 | Log every emergency stop with its reason | The safety auditor asked for it: who, where, which sensor.
api-docs-auth   | Done        | dana  | 2 | 3 | Docs                 | Developer docs  | -15 | -2 | 2 | 6 |   | Document API authentication with examples |
flaky-nav       | Done        | ada   |   | 3 | Bug,Infra            | Autonomy 2.0    | -8  | -2 | 3 | 5 |   | Make the navigation simulation tests stable | Every fifth run fails for no reason; people stop looking.
webhook-retry   | Done        | deepa | 3 | 2 | Feature,Infra        | Developer docs  | -14 | -2 | 4 | 7 |   | Retry outgoing webhooks with backoff |
battery-schema  | Done        | devon | 1 | 0 | Improvement          | Battery health  | 1   | 2  | 2 | 3 |   | Store battery cycles per cell, not per pack |
battery-card    | In Review   | devon | 3 | 2 | Feature,Dashboard    | Battery health  | -9  | -2 | 4 |   | 9 | Battery health card on the robot page | Shows cycles, temperature and the expected end of life. Needs the telemetry without gaps.
geofence-ui     | In Review   | ada   | 5 | 2 | Feature,Dashboard    | Fleet dashboard | -16 | -2 | 3 |   |   | Draw and edit geofences on the map |
api-limits      | In Review   | deepa | 2 | 3 | Feature,Infra        | Developer docs  | -11 | -2 | 5 |   |   | Rate limits for the public API | 600 requests per minute and key; tell the client when to come back.
ota-signature   | In Review   | ada   | 3 | 1 | Security,Firmware    | Autonomy 2.0    | -7  | -1 | 5 |   | 8 | Verify the signature of over-the-air updates twice | Once after the download and once before the switch.
dock-align      | In Progress | ada   | 8 | 1 | Feature,Firmware     | Autonomy 2.0    | -12 | 0  | -3 |  | 10 | Align to the charging dock within five millimetres | The new dock has smaller contacts. Vision first, then the infrared beacons.
route-planner   | In Progress | deepa | 8 | 2 | Feature              | Autonomy 2.0    | -19 | -2 | 2 |   |   | Plan routes around people, not through them | Pedestrian zones cost more; the planner may wait instead of squeezing past.
alert-rules     | In Progress | devon | 5 | 2 | Feature,Dashboard    | Fleet dashboard | -13 | -2 | 6 |   |   | Alert rules that operators can write themselves |
replay-view     | In Progress | nico  | 3 | 3 | Feature,Dashboard    | Fleet dashboard | -5  | -1 | 4 |   |   | Replay the last hour of a robot on the map |
fleet-filters   | In Progress | devon | 2 | 3 | Improvement,Dashboard | Fleet dashboard | 0  | 2  | 7 |   |   | Filter the fleet by site, model and firmware | Waits for the new icon set, so that models can be told apart.
sso-roles       | In Progress | deepa |   | 2 | Feature,Security     | Fleet dashboard | 3   | 3  | 6 |   | 11 | Map Google groups to dashboard roles | Asked for by two customers in the first week of sign-on.
quickstart      | In Progress | dana  | 3 | 3 | Docs                 | Developer docs  | -17 | -2 | 5 |   | 12 | Quickstart: first robot, first webhook, ten minutes |
ota-rollback    | Todo        | ada   | 5 | 1 | Feature,Firmware     | Autonomy 2.0    | -7  | -1 |   |   | 12 | Roll back an update when the robot does not report in time |
dock-retry      | Todo        | ada   | 3 | 2 | Feature,Firmware     | Autonomy 2.0    | -12 | -2 |   |   |   | Back off and retry when docking fails |
alert-discord   | Todo        | devon | 2 | 3 | Feature,Infra        | Fleet dashboard | -13 | -2 |   |   |   | Send alerts to a Discord channel |
route-replan    | Todo        | deepa | 5 | 2 | Feature              | Autonomy 2.0    | -19 | -2 |   |   |   | Replan within 200 ms when the way is blocked |
robot-timeline  | Todo        | nico  | 2 | 4 | Feature,Dashboard    | Fleet dashboard | -4  | -1 |   |   |   | Timeline of tasks on the robot page |
dark-mode       | Todo        |       |   | 4 | Improvement,Dashboard | Fleet dashboard | -30 | -2 |  |   |   | Dark mode for control rooms at night 🌙 | 🤖 + 🌙 = 😎
rtl-layout      | Todo        | devon | 3 | 3 | Improvement,Dashboard | Fleet dashboard | 4  | 5  |   |   |   | تحديث لوحة التحكم للأسطول باللغة العربية | The first customer in Dubai needs the dashboard from right to left.
shout-title     | Todo        |       | 1 | 0 | Bug                  |                 | 5   | 6  |   |   |   | **URGENT** @everyone \`/export\` breaks on <b>names</b> with [brackets](https://example.com) & _underscores_ | Steps:\\n\\n1. Name a robot \`**bold** @here\`\\n2. Export\\n\\n\`\`\`\\nTypeError: undefined is not a function
long-title      | Todo        | deepa | 2 | 3 | Bug,Infra            |                 | 2   | 3  |   |   |   | When a site gateway loses its connection for longer than the buffer lasts and comes back while a firmware update is being rolled out to more than half of the robots, then the update counter on the fleet page jumps back to zero although all of the robots report the right version |
csv-export      | Backlog     |       | 2 | 4 | Feature,Dashboard    | Fleet dashboard | -21 | -2 |   |   |   | Export the fleet list as CSV |
sound-alerts    | Backlog     |       |   | 4 | Feature,Dashboard    | Fleet dashboard | -3  | -1 |   |   |   | Play a sound for critical alerts |
lidar-cleanup   | Backlog     | deepa | 1 | 0 | Improvement,Firmware |                 | 1   | 1  |   |   |   | Remove the driver of the old lidar |
voice-control   | Canceled    |       | 8 | 4 | Feature              |                 | -28 | -2 |   | 2 |   | Voice control for operators | Nobody wants to talk in a loud hall. Maybe again in a year.
legacy-export   | Canceled    | devon | 1 | 3 | Improvement          |                 | -26 | -2 | 0 | 1 |   | Keep the old XML export alive |
map-flicker     | Duplicate   |       |   | 3 | Bug,Dashboard        | Fleet dashboard | -1  | -1 |   | 0 |   | Map flickers while zooming |
`;

/** Engineering's last cycle, which ended when the running one began. */
export const ENGINEERING_PAST_CYCLE = `
past-01 | Done     | ada   | 5 | 2 | Feature,Firmware      | Autonomy 2.0    | -40 | -16 | -14 | -10 | | Slow down in doorways |
past-02 | Done     | ada   | 3 | 1 | Bug,Firmware          | Autonomy 2.0    | -33 | -16 | -12 | -8 | | Robots stop for their own shadow |
past-03 | Done     | deepa | 5 | 2 | Feature,Infra         | Fleet dashboard | -35 | -16 | -14 | -6 | | Stream telemetry over one connection per site |
past-04 | Done     | deepa | 2 | 3 | Improvement,Infra     |                 | -31 | -16 | -9 | -7 | | Compress logs before the upload |
past-05 | Done     | devon | 3 | 2 | Feature,Dashboard     | Fleet dashboard | -36 | -16 | -13 | -9 | | Robot page with live camera |
past-06 | Done     | devon | 2 | 3 | Bug,Dashboard         | Fleet dashboard | -29 | -16 | -8 | -5 | | Time zone of the site, not of the browser |
past-07 | Done     | dana  | 3 | 3 | Docs                  | Developer docs  | -38 | -16 | -12 | -4 | | Reference for the webhook events |
past-08 | Done     | devon | 1 | 2 | Security              | Fleet dashboard | -20 | -14 | -6 | -5 | | Rotate the session secret without signing everybody out |
past-09 | Done     | ada   | 8 | 1 | Feature,Firmware      | Autonomy 2.0    | -45 | -16 | -14 | -2 | | Elevators: call, ride, leave |
past-10 | Done     | deepa |   | 4 | Improvement           |                 | -27 | -16 | -4 | -3 | | Upgrade the build images |
past-11 | Done     | nico  | 1 | 3 | Improvement,Dashboard | Fleet dashboard | -9  | -9  | -5 | -2 | | Show the firmware version in the footer | First task of Nico.
past-12 | Canceled |       | 3 | 4 | Feature               |                 | -41 | -16 |    | -11 | | Weather widget |
past-13 | Done     | deepa | 2 | 2 | Bug,Infra             | Developer docs  | -17 | -13 | -7 | -1 | | Webhooks arrive twice after a deployment |
`;

/** Planned for Engineering's next cycle. */
export const ENGINEERING_NEXT_CYCLE = `
next-01 | Todo    | ada   | 5 | 2 | Feature,Firmware  | Autonomy 2.0    | -6  | 4 | | | | Follow a person through a corridor |
next-02 | Todo    | deepa | 3 | 2 | Feature,Infra     | Battery health  | -9  | 4 | | | | Predict the end of life of a battery |
next-03 | Todo    | devon | 3 | 3 | Feature,Dashboard | Battery health  | -9  | 4 | | | | Order a spare battery from the dashboard |
next-04 | Todo    | dana  | 2 | 3 | Docs              | Developer docs  | -5  | 5 | | | | Tutorial: build a bot that answers with fleet data |
next-05 | Backlog |       | 5 | 3 | Feature,Dashboard | Fleet dashboard | -32 | 5 | | | | Compare two sites side by side |
next-06 | Todo    | nico  | 1 | 4 | Improvement       | Fleet dashboard | 2   | 5 | | | | Keyboard shortcuts for the fleet page |
next-07 | Backlog |       |   | 4 | Improvement,Infra |                 | -24 | 6 | | | | Alarm when a site gateway runs out of disk |
next-08 | Todo    | ada   | 8 | 2 | Feature,Firmware  | Autonomy 2.0    | -13 | 6 | | | | Open doors with a push bar |
`;

/** Engineering's issues outside of cycles; those in triage never are in one. */
export const ENGINEERING_OTHERS = `
triage-1  | Triage   |       |   | 0 | Bug                |                 | 6   | | | | | Robot 14 in Hamburg spins before it docks | Reported by the customer's night shift.
triage-2  | Triage   |       |   | 0 |                    |                 | 6   | | | | | Can the API tell the floor of a robot? | Question from the forum.
triage-3  | Triage   |       |   | 1 | Security           |                 | 7   | | | | | Session stays valid after a password change |
triage-4  | Triage   |       |   | 0 |                    |                 | 7   | | | | | Please add dark mode |
back-01   | Backlog  |       | 5 | 3 | Feature,Firmware   | Autonomy 2.0    | -50 | | | | | Driver for the new lidar | Three times the range, a third of the price. Samples arrive next month.
back-02   | Backlog  |       | 8 | 3 | Feature            | Autonomy 2.0    | -48 | | | | | Carry loads up a ramp |
back-03   | Backlog  |       |   | 4 | Feature,Dashboard  | Fleet dashboard | -44 | | | | | Widget for the lobby screen |
back-04   | Backlog  |       | 3 | 3 | Improvement,Infra  |                 | -43 | | | | | Move the build to arm64 |
back-05   | Backlog  | ada   | 2 | 2 | Security           |                 | -23 | | | | 14 | Threat model for the update service |
back-06   | Backlog  |       |   | 0 |                    |                 | -39 | | | | | Names for robots instead of numbers |
back-07   | Backlog  |       | 3 | 4 | Feature,Dashboard  | Battery health  | -34 | | | | | Charge at night when power is cheap |
back-08   | Backlog  |       | 5 | 3 | Feature            | Developer docs  | -37 | | | | | Client library for Python |
back-09   | Todo     | deepa | 1 | 2 | Bug,Infra          |                 | -2  | | | | 9 | Certificates of the test sites expire |
back-10   | Todo     |       | 2 | 3 | Docs               | Developer docs  | -12 | | | | | Explain the coordinate systems |
support-1 | Done     | devon | 1 | 1 | Bug,Dashboard      |                 | 1   | | 1 | 2 | | Dashboard is blank for accounts without a site | Hotfix outside of the sprint.
support-2 | Canceled |       |   | 3 | Bug                |                 | -6  | | | -4 | | Robot does not move | It was not switched on.
`;
