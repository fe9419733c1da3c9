import { readdir, readFile } from 'node:fs/promises';
import { assert, test } from '/test/harness.js';
import { keyCaps, rowsOf } from '/web/ui/key-caps.js';
import { KEYS, keyName, meaningOf } from '/web/ui/keys.js';

/** @typedef {import('/web/ui/keys.js').States} States */

const ARROWS = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'];
const CHARACTERS = Array.from(
  ' abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789äß.,;:-_+=*#?!/()[]{}<>|&%$§"\'~^`@\\',
);
const NAMED = [
  ...ARROWS,
  'PageUp',
  'PageDown',
  'Home',
  'End',
  'Enter',
  'Escape',
  'Tab',
  'Backspace',
  'Delete',
  'Insert',
  'F1',
  'F5',
  'F11',
  'Dead',
  'Shift',
];
/** Every name of a key that a keyboard can give. */
const ALL = [
  ...CHARACTERS,
  ...NAMED,
  ...NAMED.flatMap((key) => [`Shift+${key}`, `Alt+${key}`]),
  ...CHARACTERS.map((key) => `Alt+${key}`),
  'Ctrl+k',
  '',
];

/** What the keys mean to a presenter who walks, written by hand. @type {Record<string, string>} */
const WALK = {
  ...{
    ArrowRight: 'next',
    PageDown: 'next',
    Enter: 'next',
    ArrowLeft: 'back',
    PageUp: 'back',
    ' ': 'play',
    o: 'layer',
    O: 'layer',
    0: 'tours',
    'Ctrl+k': 'find',
  },
  ...{
    r: 'ready',
    R: 'record',
    a: 'answer',
    A: 'answer',
    b: 'blank',
    B: 'blank',
    '.': 'blank',
    z: 'undo',
    Z: 'undo',
    Backspace: 'undo',
  },
  ...{
    F5: 'start',
    q: 'gather',
    Q: 'gather',
    g: 'generate',
    G: 'generate',
    w: 'runOn',
    W: 'runOn',
    n: 'prompt',
    N: 'prompt',
  },
  ...{
    i: 'question',
    I: 'question',
    y: 'why',
    Y: 'ablation',
    x: 'switch',
    X: 'endChanges',
    c: 'cell',
    C: 'cell',
    Escape: 'escape',
  },
  ...{ e: 'overview', E: 'overview', s: 'follow', S: 'follow', '[': 'headBefore' },
  ...{ k: 'talkKeep', K: 'talkList' },
  ...{
    ']': 'headAfter',
    l: 'laser',
    L: 'laser',
    m: 'mark',
    M: 'unmark',
    v: 'share',
    V: 'share',
  },
  ...{
    d: 'level',
    D: 'level',
    t: 'theme',
    T: 'theme',
    u: 'link',
    U: 'link',
    p: 'picture',
    P: 'picture',
    f: 'fullscreen',
    F: 'fullscreen',
  },
  ...{ '?': 'help', h: 'help', H: 'help' },
};
const own = (/** @type {string} */ kind, /** @type {string[]} */ keys) =>
  Object.fromEntries(keys.map((key) => [key, `its own (${kind})`]));
const only = (/** @type {string[]} */ keys) => Object.fromEntries(keys.map((key) => [key, WALK[key]]));
const SLIDER = [...ARROWS, 'Home', 'End'];
const CELL = { ArrowLeft: 'cellBy -1,0', ArrowRight: 'cellBy 1,0', ArrowUp: 'cellBy 0,-1', ArrowDown: 'cellBy 0,1' };
const BEATS = {
  ArrowRight: 'tourBeat 1',
  PageDown: 'tourBeat 1',
  Enter: 'tourBeat 1',
  ArrowLeft: 'tourBeat -1',
  PageUp: 'tourBeat -1',
  ' ': 'tourPlay',
};
const TOUR = { ...BEATS, 'Shift+ArrowRight': 'tourStep 1', 'Shift+ArrowLeft': 'tourStep -1' };
const NUMBERS = Object.fromEntries([...'0123456789'].map((digit) => [digit, `talkNumber ${digit}`]));
const PASS_DIALOGS = ['PageDown', 'PageUp', 'F5', 'Ctrl+k', '?', 'h', 'H'];
const PASS_GALLERY = [
  'k',
  'b',
  'B',
  '.',
  'z',
  'Z',
  'Backspace',
  'F5',
  'Ctrl+k',
  'q',
  'Q',
  't',
  'T',
  'u',
  'U',
  'f',
  'F',
  '?',
  'h',
  'H',
];
const LEAVES = Object.fromEntries(
  ['ArrowRight', 'PageDown', 'Enter', 'ArrowLeft', 'PageUp', 'Escape'].map((key) => [key, 'leaveExhibit']),
);
const PHASE = Object.fromEntries(['ArrowRight', 'PageDown', 'Enter'].map((key) => [key, 'trainLook loss']));

/** @type {States} */
const TOUR_STATE = { tour: { instead: { next: ['tourBeat', 1], back: ['tourBeat', -1], play: ['tourPlay'] } } };
const GALLERY_STATE = {
  gallery: { instead: { next: ['leaveExhibit'], back: ['leaveExhibit'], escape: ['leaveExhibit'] } },
};

/**
 * Each state that takes keys, and what all keys mean in it: written by hand, on the page of a presenter or of somebody alone.
 * @type {Record<string, {on?: string[], states?: States, page?: string, means: Record<string, string>}>}
 */
const STATES = {
  'the walk': { means: WALK },
  'a button with the focus': { on: ['button'], means: { ...WALK, ...own('button', ['Enter', ' ']) } },
  'a word with the focus': { on: ['press'], means: { ...WALK, ...own('press', ['Enter', ' ']) } },
  'a slider that was touched': { on: ['slider'], means: { ...WALK, ...own('slider', SLIDER) } },
  'a list that was chosen from': { on: ['list'], means: { ...WALK, ...own('list', [...SLIDER, 'Enter', ' ']) } },
  'a box that was ticked': { on: ['box'], means: { ...WALK, ...own('box', [' ']) } },
  'one of several choices': { on: ['radio'], means: { ...WALK, ...own('radio', [...ARROWS, ' ']) } },
  'a field of one line': {
    on: ['line'],
    means: { ...own('line', ALL), 'Ctrl+k': 'find', PageDown: 'next', PageUp: 'back' },
  },
  'a field of several lines': { on: ['text'], means: { ...own('text', ALL), 'Ctrl+k': 'find' } },
  'a number with a use for Enter': {
    on: ['line', 'entry'],
    means: {
      ...own('line', ALL),
      ...own('entry', ['Enter', 'Escape']),
      'Ctrl+k': 'find',
      PageDown: 'next',
      PageUp: 'back',
    },
  },
  'the small map': { on: ['map'], means: { ...WALK, ...own('map', SLIDER) } },
  'a grid of a tool of why': {
    on: ['button', 'grid'],
    means: { ...WALK, ...own('button', ['Enter', ' ']), ...own('grid', [...ARROWS, 'Escape']) },
  },
  'the handle of a phone’s sheet': {
    on: ['handle', 'button'],
    means: { ...WALK, ...own('handle', ['ArrowUp', 'ArrowDown']), ...own('button', ['Enter', ' ']) },
  },
  'the machine with the focus': {
    on: ['machine'],
    means: {
      ...WALK,
      ...own('machine', [...ARROWS.flatMap((key) => [`Shift+${key}`, `Alt+${key}`]), '+', '=', '-', '_']),
    },
  },
  'a dialog': { states: { dialog: { keys: [] } }, means: only(PASS_DIALOGS) },
  'the list of ready prompts': {
    states: { dialog: { keys: ['1', 'b', 'B', 'h', 'H', 'r', 'R'] } },
    means: {
      ...only(PASS_DIALOGS),
      1: 'readyKey 1',
      ...Object.fromEntries(['b', 'B', 'h', 'H', 'r', 'R'].map((key) => [key, `readyKey ${key}`])),
    },
  },
  'the field of a dialog': {
    on: ['line'],
    states: { dialog: { keys: [] } },
    means: { ...own('line', ALL), 'Ctrl+k': 'find' },
  },
  'the field of Find anything': {
    on: ['line', 'find'],
    states: { dialog: { keys: [] } },
    means: { ...own('line', ALL), ...own('find', ['Enter', 'Shift+Enter', 'ArrowUp', 'ArrowDown']), 'Ctrl+k': 'find' },
  },
  'the text of a new prompt': {
    on: ['text', 'words'],
    states: { dialog: { keys: [] } },
    means: {
      ...own('text', ALL),
      ...own('words', ['Enter', 'Escape', 'ArrowUp', 'ArrowDown', 'Alt+ArrowUp', 'Alt+ArrowDown']),
      'Ctrl+k': 'find',
    },
  },
  'a dialog over a tour': {
    states: { dialog: { keys: [] }, ...TOUR_STATE },
    means: { ...only(PASS_DIALOGS), PageDown: 'tourBeat 1', PageUp: 'tourBeat -1' },
  },
  'the model gallery': { states: GALLERY_STATE, means: { ...only(PASS_GALLERY), R: 'record', ...LEAVES } },
  'a held cell': { states: { cell: {} }, means: { ...WALK, ...CELL } },
  'a held cell and a touched slider': {
    on: ['slider'],
    states: { cell: {} },
    means: { ...WALK, ...own('slider', SLIDER) },
  },
  'a held cell in a tour': { states: { cell: {}, ...TOUR_STATE }, means: { ...WALK, ...TOUR, ...CELL } },
  'a tour': { states: TOUR_STATE, means: { ...WALK, ...TOUR } },
  'a question of a tour, alone, that is not answered': {
    page: 'solo',
    states: { act: { keys: ['1', '2'] }, ...TOUR_STATE },
    means: { ...WALK, ...TOUR, R: undefined, 1: 'tourActKey 1', 2: 'tourActKey 2' },
  },
  'a question of a tour, alone, with an answer chosen': {
    page: 'solo',
    states: { act: { keys: ['1', '2', 'Enter'] }, ...TOUR_STATE },
    means: { ...WALK, ...TOUR, R: undefined, 1: 'tourActKey 1', 2: 'tourActKey 2', Enter: 'tourActKey Enter' },
  },
  'your talk': {
    states: { talk: {}, ...TOUR_STATE },
    means: { ...WALK, ...TOUR, ...NUMBERS },
  },
  'your talk, after a number': {
    states: { number: {}, talk: {}, ...TOUR_STATE },
    means: { ...WALK, ...TOUR, ...NUMBERS, Enter: 'talkJump' },
  },
  'your talk, after a number, while the row that was pressed has the focus': {
    on: ['button'],
    states: { number: {}, talk: {}, ...TOUR_STATE },
    means: { ...WALK, ...TOUR, ...NUMBERS, ...own('button', [' ']), Enter: 'talkJump' },
  },
  'a look at an update': {
    states: { update: { instead: { next: ['trainLook', 'loss'] } } },
    means: { ...WALK, ...PHASE },
  },
  'the lobby': {
    states: { lobby: { instead: { next: ['begin'] } } },
    means: { ...WALK, ArrowRight: 'begin', PageDown: 'begin', Enter: 'begin' },
  },
};

/** Keys of a presenter alone. */
const PRESENTERS = ['answer', 'blank', 'undo', 'start', 'gather', 'question', 'laser', 'mark', 'unmark', 'share'];

/** @param {string} key @param {Parameters<typeof meaningOf>[1]} where */
function said(key, where) {
  const meaning = meaningOf({ key }, where);
  if (meaning === null) return undefined;
  if ('own' in meaning) return `its own (${meaning.own})`;
  return [meaning.action, ...(meaning.value === undefined ? [] : [meaning.value])].join(' ');
}

for (const [name, { on = [], states = {}, page = 'presenter', means }] of Object.entries(STATES))
  test(`every key means what the table says: ${name}`, () => {
    for (const key of ALL) {
      const expected = key === '' || (page === 'solo' && PRESENTERS.includes(means[key])) ? undefined : means[key];
      assert.equal(said(key, { page, on, states }), expected, `"${key}"`);
    }
  });

test('B, R and G act and the clicker steps in every state but while somebody writes or a dialog or the gallery is in front', () => {
  for (const [name, { on = [], states = {} }] of Object.entries(STATES)) {
    const writes = on.some((kind) => kind === 'text' || (kind === 'line' && states.dialog));
    for (const [key, back] of [
      ['PageDown', false],
      ['PageUp', true],
    ]) {
      const meaning = meaningOf({ key: String(key) }, { page: 'presenter', on, states });
      if (!writes)
        assert.ok(
          meaning && 'action' in meaning && /next|back|tourBeat|leaveExhibit|trainLook|begin/.test(meaning.action),
          `${name}: ${key} ${back}`,
        );
    }
    if (on.includes('line') || writes || states.dialog || states.gallery) continue;
    for (const key of ['b', 'r', 'g'])
      assert.equal(said(key, { page: 'presenter', on, states }), WALK[key], `${name}: ${key}`);
  }
});

test('an attendee’s keys move nothing, and the hall’s screen steps and does what it shows', () => {
  const of = (/** @type {string} */ page) =>
    [...new Set(ALL.map((key) => said(key, { page })).filter((each) => each !== undefined))].sort().join(' ');
  assert.equal(
    of('attendee'),
    'cell escape find follow fullscreen headAfter headBefore help level link overview picture theme',
  );
  assert.equal(of('projector'), 'back fullscreen help level next theme');
  assert.equal(of('landing'), 'fullscreen');
  assert.equal(of('rooms'), 'fullscreen');
});

test('a key that stays down counts once, except for the element that it belongs to', () => {
  assert.equal(meaningOf({ key: 'ArrowRight', repeat: true }, { page: 'presenter' }), null);
  assert.equal(meaningOf({ key: 'ArrowRight', repeat: true }, { page: 'presenter', states: { cell: {} } }), null);
  assert.deepEqual(meaningOf({ key: 'ArrowRight', repeat: true }, { page: 'presenter', on: ['slider'] }), {
    own: 'slider',
  });
});

test('a press with Control or Meta, or within a composed character, is the browser’s own', () => {
  const press = { key: 'b', shiftKey: false, altKey: false, ctrlKey: false, metaKey: false, isComposing: false };
  assert.equal(keyName(press), 'b');
  for (const modifier of ['ctrlKey', 'metaKey', 'isComposing'])
    assert.equal(keyName({ ...press, [modifier]: true }), '');
  assert.equal(keyName({ ...press, altKey: true }), 'Alt+b');
  for (const modifier of ['ctrlKey', 'metaKey'])
    for (const key of ['k', 'K']) {
      assert.equal(keyName({ ...press, key, [modifier]: true }), 'Ctrl+k');
      for (const further of ['shiftKey', 'altKey', 'isComposing'])
        assert.equal(keyName({ ...press, key, [modifier]: true, [further]: true }), '');
    }
  assert.equal(keyName({ ...press, key: '?', shiftKey: true }), '?');
  assert.equal(keyName({ ...press, key: 'ArrowLeft', shiftKey: true }), 'Shift+ArrowLeft');
});

test('no key has two actions in one state of a page', () => {
  for (const page of ['solo', 'presenter', 'attendee', 'projector', 'landing', 'rooms'])
    for (const state of new Set(KEYS.map((row) => row.while))) {
      const keys = KEYS.filter((row) => row.who.includes(page) && row.while === state).flatMap((row) => row.keys);
      assert.equal(new Set(keys).size, keys.length, `${page} ${state}`);
    }
});

test('the labels of keys are those of their caps, each once; a row of figures or letters is one', () => {
  const caps = (/** @type {string} */ action) =>
    keyCaps(rowsOf('presenter').find((row) => row.action === action)?.keys ?? []).join(' ');
  assert.equal(caps('blank'), 'B .');
  assert.equal(caps('unmark'), 'shift M');
  assert.equal(caps('readyKey'), '1–9 A–Z');
  assert.equal(caps('tourStep'), 'shift → ←');
  assert.equal(caps('cellBy'), '← → ↑ ↓');
  assert.equal(keyCaps(rowsOf('solo').find((row) => row.action === 'tourActKey')?.keys ?? []).join(' '), '1–9 enter');
});

test('the help begins with the six keys of a stage, and then goes by groups', () => {
  const rows = rowsOf('presenter');
  const groups = rows.map(({ group }) => group);
  assert.equal(groups.filter((group) => group === 'stage').length, 6);
  assert.equal(
    rows
      .slice(0, 6)
      .map(({ keys }) => keyCaps(keys)[0])
      .join(' '),
    '→ ← R A B Z',
  );
  const changes = groups.filter((group, i) => group !== groups[i - 1]);
  assert.equal(new Set(changes).size, changes.length, 'no group is listed in two places');
});

/** The caps as docs/presenting.md writes them. @type {Record<string, string>} */
const WRITTEN = {
  pageDown: 'Page Down',
  pageUp: 'Page Up',
  enter: 'Enter',
  space: 'Space',
  escape: 'Esc',
  backspace: 'Backspace',
};

test('the guide for presenters has the same keys, in the same order', async () => {
  const guide = await readFile(new URL('../../../../../docs/presenting.md', import.meta.url), 'utf8');
  const table = guide.split('## On stage')[1].split('\n- ')[0];
  const documented = [...table.matchAll(/^\| (.+?) \| .+ \|$/gm)]
    .map(([, keys]) => keys)
    .filter((keys) => !/^(key|-+)$/.test(keys));
  const rows = [...rowsOf('presenter'), ...rowsOf('solo').filter(({ action }) => action === 'tourActKey')];
  const order = KEYS.map(({ action }) => action);
  rows.sort((a, b) => order.indexOf(a.action) - order.indexOf(b.action));
  const declared = rows.map(({ keys }) => {
    const [first, ...rest] = keyCaps(keys).map((cap) => WRITTEN[cap] ?? cap);
    const held = { shift: 'Shift', ctrl: 'Ctrl' }[first];
    return held ? rest.map((cap) => `${held}+${cap}`).join(' · ') : [first, ...rest].join(' · ');
  });
  assert.deepEqual(documented, declared);
});

test('only the page’s listener hears keys, and the page itself until that is there', async () => {
  const root = new URL('../../../main/web/', import.meta.url);
  const files = (await readdir(root, { recursive: true })).filter(
    // orrery-embed.js is a script of other sites' pages
    (file) => /\.(js|html)$/.test(file) && !file.startsWith('vendor') && file !== 'start/orrery-embed.js',
  );
  const listening = [];
  for (const file of files)
    if (/keydown|keypress/.test(await readFile(new URL(file, root), 'utf8'))) listening.push(file);
  assert.deepEqual(listening, ['page/app.js', 'page/embed.js', 'page/key-listener.js']);
  assert.ok(files.length > 300);
});
