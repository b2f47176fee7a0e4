import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { data, linearsForTests, NOW } from '../../test/asking-linear.ts';
import { importCsv } from './import-csv.ts';
import { readDate, readMoment } from './import-values.ts';
import type { Workspace } from './workspace.ts';

const { start, closeAll } = linearsForTests();
afterEach(closeAll);

const HEADER =
  'ID,Team,Title,Description,Status,Estimate,Priority,Project ID,Project,Creator,Assignee,Labels,Cycle Number,Cycle Name,Cycle Start,Cycle End,Created,Updated,Started,Triaged,Completed,Canceled,Archived,Due Date,Parent issue,Initiatives,Project Milestone ID,Project Milestone,SLA Status,UUID,Time in status (minutes),Related to,Blocked by,Duplicate of';
const RUNNING = 'Cycle 7,Mon Mar 16 2026 00:00:00 GMT+0000 (GMT+00:00),Mon Mar 30 2026 00:00:00 GMT+0000 (GMT+00:00)';
const OVER = ',2026-03-02T00:00:00.000Z,2026-03-16T00:00:00.000Z';
const EXPORT = [
  HEADER,
  `ROB-1,Robotics,Grip the box,"Line one\nline ""two"", and more",In Progress,3,High,,Gripper,ada@example.com,Devon,"Bug, Firmware",7,${RUNNING},Tue Mar 10 2026 08:53:33 GMT+0000 (GMT),Tue Mar 17 2026 16:06:19 GMT+0000 (GMT),Mon Mar 16 2026 09:00:00 GMT+0000 (GMT),,,,,Thu Mar 26 2026 23:00:00 GMT+0000 (GMT+00:00),,,,,,590a1127-f98b-49fc-ba74-2df8751c089e,10,ROB-2,ROB-3,`,
  `ROB-2,Robotics,'=SUM of all grips,,QA Check,,No priority,,,ada@example.com,,,6,${OVER},2026-03-01T10:00:00.000Z,2026-03-15T10:00:00.000Z,2026-03-04T10:00:00.000Z,,2026-03-15T10:00:00.000Z,,,,ROB-1,,,,,,,ROB-1,,`,
  'ROB-3,Robotics,Order boxes,,Waiting,,Urgent,,,ada@example.com,,,,,,,2026-03-01T11:00:00.000Z,2026-03-01T11:00:00.000Z,,,,,,,,,,,,,,,OUT-9,',
  'ROB-4,Robotics,Grip a box,,Duplicate,,Low,,,,,,,,,,2026-03-02T11:00:00.000Z,2026-03-02T11:00:00.000Z,,,,2026-03-02T12:00:00.000Z,2026-03-12T12:00:00.000Z,,,,,,,,,,,ROB-1',
].join('\r\n');

function imported(text: string): Workspace {
  const result = importCsv(text, { now: new Date(NOW) });
  if ('kind' in result) throw new Error(result.problems.join('\n'));
  return result;
}

function problems(text: string): readonly string[] {
  const result = importCsv(text, { now: new Date(NOW) });
  return 'kind' in result ? result.problems : [];
}

describe("importing Linear's CSV export", () => {
  it('gives a workspace that answers like Linear', async () => {
    const linear = await start({ workspace: imported(EXPORT) });
    const found = await data(
      linear,
      `{ viewer { name email }
         teams(first: 1) { nodes { key name activeCycle { number name issues(first: 5) { nodes { identifier } } } } }
         issue(id: "ROB-1") { id title description priorityLabel estimate dueDate state { type } assignee { displayName }
           project { name } labels { nodes { name } } createdAt updatedAt startedAt addedToCycleAt
           children { nodes { identifier } } relations { nodes { type relatedIssue { identifier } } }
           inverseRelations { nodes { type issue { identifier } } } }
         issues(first: 10) { nodes { identifier } } }`,
    );
    expect(found).toMatchObject({
      viewer: { name: 'ada@example.com', email: 'ada@example.com' },
      teams: {
        nodes: [
          {
            key: 'ROB',
            name: 'Robotics',
            activeCycle: { number: 7, name: 'Cycle 7', issues: { nodes: [{ identifier: 'ROB-1' }] } },
          },
        ],
      },
      issue: {
        id: '590a1127-f98b-49fc-ba74-2df8751c089e',
        description: 'Line one\nline "two", and more',
        priorityLabel: 'High',
        estimate: 3,
        dueDate: '2026-03-27',
        state: { type: 'started' },
        assignee: { displayName: 'devon' },
        project: { name: 'Gripper' },
        createdAt: '2026-03-10T08:53:33.000Z',
        startedAt: '2026-03-16T09:00:00.000Z',
        addedToCycleAt: null,
        children: { nodes: [{ identifier: 'ROB-2' }] },
        relations: { nodes: [{ type: 'related', relatedIssue: { identifier: 'ROB-2' } }] },
      },
    });
    expect(found.issue).toHaveProperty(
      'inverseRelations.nodes',
      expect.arrayContaining([
        { type: 'blocks', issue: { identifier: 'ROB-3' } },
        { type: 'duplicate', issue: { identifier: 'ROB-4' } },
      ]),
    );
    // ROB-4 is archived.
    expect(found.issues).toHaveProperty('nodes.length', 3);
  });

  it('infers the category of unusual states from the times of their issues', () => {
    const states = imported(EXPORT).states.map(({ name, type }) => [name, type]);
    expect(Object.fromEntries(states)).toEqual({
      'In Progress': 'started',
      'QA Check': 'completed',
      Waiting: 'unstarted',
      Duplicate: 'duplicate',
    });
  });

  it('takes the mark from before what looks like a formula', () => {
    expect(imported(EXPORT).issues[1]?.title).toBe('=SUM of all grips');
  });

  it('says that nothing runs when the dates of no cycle include now', async () => {
    const text = EXPORT.replaceAll('2026 00:00:00', '2025 00:00:00');
    const linear = await start({ workspace: imported(text) });
    expect(await data(linear, '{ team(id: "ROB") { activeCycle { number } } }')).toEqual({
      team: { activeCycle: null },
    });
  });

  it('needs only three columns, in any order and case, and takes short lines', () => {
    const workspace = imported('status,TITLE,id,Assignee\nTodo,Make it work,AB-1\nDone,Ship it,AB-2,Zoë');
    expect(workspace.issues.map(({ title, number }) => [title, number])).toEqual([
      ['Make it work', 1],
      ['Ship it', 2],
    ]);
    expect(workspace.users.map(({ name }) => name)).toEqual(['Zoë']);
    expect(workspace.cycles).toEqual([]);
  });

  it.each([
    ['an empty file', '', 'The file is empty.'],
    ['only a header', HEADER, 'The file has a header but no issues.'],
    [
      'another file',
      '{"issues": []}',
      'the column ID, Title, Status is missing. Found: {"issues": []}. In Linear: Settings',
    ],
    ['semicolons', 'ID;Title;Status\nA-1;x;Todo', 'Linear writes commas.'],
    ['a line that is too long', 'ID,Title,Status\nA-1,x,Todo,more', 'line 2: 4 cells, but the header has 3.'],
    ['no identifier', 'ID,Title,Status\n17,x,Todo', 'line 2: ID "17" is not an identifier like ENG-12.'],
    ['an identifier twice', 'ID,Title,Status\nA-1,x,Todo\nA-1,y,Todo', 'line 3: A-1 is already on line 2.'],
    ['no title', 'ID,Title,Status\nA-1,,Todo', 'line 2: A-1 has no Title.'],
    [
      'no date',
      'ID,Title,Status,Created\nA-1,x,Todo,yesterday',
      'line 2: Created "yesterday" is not a time as Linear writes it.',
    ],
    [
      'no priority',
      'ID,Title,Status,Priority\nA-1,x,Todo,P0',
      'line 2: Priority "P0" is not one of No priority, Urgent',
    ],
    ['no estimate', 'ID,Title,Status,Estimate\nA-1,x,Todo,XL', 'line 2: Estimate "XL" is not a number.'],
    [
      'a cycle without dates',
      'ID,Title,Status,Cycle Number,Cycle Start,Cycle End\nA-1,x,Todo,3,,',
      'line 2: cycle 3 has no start or no end.',
    ],
    [
      'an open quotation mark',
      'ID,Title,Status\nA-1,"x,Todo',
      'line 2: a quotation mark opens here and is never closed.',
    ],
  ])('refuses %s and says why', (_what, text, problem) => {
    expect(problems(text).join('\n')).toContain(problem);
  });

  it('refuses a cycle that has two dates', () => {
    const rows = ['A-1,x,Todo,3,2026-01-01,2026-01-15', 'A-2,y,Todo,3,2026-01-02,2026-01-15'];
    expect(problems(['ID,Title,Status,Cycle Number,Cycle Start,Cycle End', ...rows].join('\n'))[0]).toMatch(
      /^line 3: cycle 3 runs from/,
    );
  });

  it('shows twenty problems and counts the others', () => {
    const rows = Array.from({ length: 30 }, () => 'x,y,z').join('\n');
    expect(problems(`ID,Title,Status\n${rows}`)).toHaveLength(21);
    expect(problems(`ID,Title,Status\n${rows}`).at(-1)).toBe('… and 10 more problems like these.');
  });

  it('never throws, whatever the file holds', () => {
    const text = fc.string({
      unit: fc.constantFrom('ID', 'Title', 'Status', ',', '\n', '"', 'A-1', 'Todo', 'Created', '2026-01-01', ' ', 'x'),
    });
    fc.assert(fc.property(text, (file) => void importCsv(`ID,Title,Status\n${file}`, { now: new Date(NOW) })));
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (file) => void importCsv(file, { now: new Date(NOW) })));
  });
});

describe('the dates of an export', () => {
  it('are read in each form that Linear has written', () => {
    const date = fc.date({ min: new Date('1990-01-01'), max: new Date('2090-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(date, (exact) => {
        const seconds = new Date(Math.floor(exact.getTime() / 1000) * 1000);
        const [weekday, day, month, year, time] = seconds.toUTCString().replace(',', '').split(' ');
        expect(readMoment(`${weekday} ${month} ${day} ${year} ${time} GMT+0000 (GMT+00:00)`)).toBe(
          seconds.toISOString(),
        );
        expect(readMoment(exact.toISOString())).toBe(exact.toISOString());
      }),
    );
    expect(readMoment('Tue May 14 2024 10:53:33 GMT+0200 (Central European Summer Time)')).toBe(
      '2024-05-14T08:53:33.000Z',
    );
    expect(readMoment('14.05.2024')).toBe(null);
  });

  it('without a time are the nearest day, because Linear writes midnight of somewhere', () => {
    expect(readDate('2026-06-26')).toBe('2026-06-26');
    expect(readDate('Thu Jun 25 2026 23:00:00 GMT+0000 (GMT+00:00)')).toBe('2026-06-26');
    expect(readDate('Fri Jun 26 2026 07:00:00 GMT+0000 (GMT)')).toBe('2026-06-26');
  });
});
