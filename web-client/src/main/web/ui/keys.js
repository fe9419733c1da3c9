/**
 * What a pressed key means on a page: the table of all keys, which the help sheet shows, and the function that reads it.
 * page/key-listener.js calls it for each press. No other code decides about keys.
 *
 * @typedef {object} Key  a row of the table
 * @property {string} action
 * @property {string[]} keys  names of keys, see {@link keyName}
 * @property {string[]} who   kinds of page with this binding
 * @property {string} group   of the help sheet
 * @property {State} [while]  the state in which the keys mean this, before any row without one
 * @property {State[]} [also] states in front of the walk in which the keys mean this, too
 * @property {unknown} [value]    of the action
 * @property {boolean} [named] whether the action's value is the key's name
 *
 * @typedef {'dialog' | 'gallery' | 'cell' | 'act' | 'update' | 'number' | 'talk' | 'tour' | 'lobby' | 'replay'} State
 *
 * @typedef {object} Taking  how a state that the page is in changes what keys mean
 * @property {string[]} [keys]  only these keys of its rows are taken now; all by default
 * @property {Record<string, [action: string, value?: unknown]>} [instead]  what other rows' actions mean in this state
 *
 * @typedef {Partial<Record<State, Taking>>} States  the states that a page is in
 */

const ARROWS = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'];
const DIGITS = '123456789'.split('');
const LETTERS = 'abcdefghijklmnopqrstuvwxyz'.split('');

/** What a presenter's clicker sends: it steps, whatever has the focus, unless somebody is writing. */
export const CLICKER = ['PageDown', 'PageUp'];

/** Control or Command with K: it writes nothing, so it is no field's. */
const FIND = 'Ctrl+k';

/**
 * Keys that belong to an element while it has the focus, by the kind that it is, or that its attribute `data-keys` names. An element
 * that names its kind gets them as the event `own-key`, whose detail is the key's name; what it does not prevent is left to the kinds
 * after it and to the page. Other kinds are the browser's.
 * @type {Record<string, string[]>}
 */
const OWN = {
  slider: [...ARROWS, 'Home', 'End'],
  list: [...ARROWS, 'Home', 'End', 'Enter', ' '],
  radio: [...ARROWS, ' '],
  box: [' '],
  button: ['Enter', ' '],
  // pressed by the page, since the browser presses buttons only
  press: ['Enter', ' '],
  map: [...ARROWS, 'Home', 'End'],
  grid: [...ARROWS, 'Escape'],
  entry: ['Enter', 'Escape'],
  find: ['Enter', 'Shift+Enter', 'ArrowUp', 'ArrowDown'],
  words: ['Enter', 'Escape', 'ArrowUp', 'ArrowDown', 'Alt+ArrowUp', 'Alt+ArrowDown'],
  handle: ['ArrowUp', 'ArrowDown'],
  menu: ['Escape'],
  machine: [...ARROWS.flatMap((key) => [`Shift+${key}`, `Alt+${key}`]), '+', '=', '-', '_'],
};

/** The states of a page, what is in front first. Those of {@link MODAL} leave no key to what is behind them, except where a row says so. */
const STATES = /** @type {const} */ ([
  'dialog',
  'gallery',
  'cell',
  'act',
  'update',
  'number',
  'talk',
  'tour',
  'lobby',
  'replay',
]);
const MODAL = ['dialog', 'gallery'];

const ANYBODY = ['solo', 'presenter', 'attendee', 'projector', 'replay'];
const READERS = ['solo', 'presenter', 'attendee', 'replay'];
const REPLAY = ['replay'];
const WALKERS = ['solo', 'presenter'];
const PRESENTER = ['presenter'];
const MOVERS = [...WALKERS, 'projector'];

const both = (/** @type {string} */ letter) => [letter, letter.toUpperCase()];

/** All keys, in the order of the help sheet: first the six that a presenter needs on a stage. @type {Key[]} */
export const KEYS = [
  { group: 'stage', action: 'next', keys: ['ArrowRight', 'PageDown', 'Enter'], who: MOVERS },
  { group: 'stage', action: 'back', keys: ['ArrowLeft', 'PageUp'], who: MOVERS },
  { group: 'stage', action: 'ready', keys: ['r'], who: WALKERS },
  { group: 'stage', action: 'answer', keys: both('a'), who: PRESENTER },
  { group: 'stage', action: 'blank', keys: [...both('b'), '.'], who: PRESENTER, also: ['gallery'] },
  { group: 'stage', action: 'undo', keys: [...both('z'), 'Backspace'], who: PRESENTER, also: ['gallery'] },

  { group: 'replay', action: 'replayPlay', keys: [' '], who: REPLAY },
  { group: 'replay', action: 'replayMark', value: 1, keys: ['PageDown'], who: REPLAY },
  { group: 'replay', action: 'replayMark', value: -1, keys: ['PageUp'], who: REPLAY },
  { group: 'replay', action: 'replayBy', value: 5, keys: ['ArrowRight'], who: REPLAY },
  { group: 'replay', action: 'replayBy', value: -5, keys: ['ArrowLeft'], who: REPLAY },
  { group: 'replay', action: 'replayLook', keys: both('r'), who: REPLAY },
  { group: 'replay', action: 'replayWhy', keys: ['y'], who: REPLAY },
  { group: 'replay', action: 'next', keys: ['ArrowRight'], who: REPLAY, while: 'replay' },
  { group: 'replay', action: 'back', keys: ['ArrowLeft'], who: REPLAY, while: 'replay' },

  { group: 'walk', action: 'find', keys: [FIND], who: READERS, also: ['dialog', 'gallery'] },
  { group: 'walk', action: 'play', keys: [' '], who: WALKERS },
  { group: 'walk', action: 'layer', keys: both('o'), who: WALKERS },
  { group: 'walk', action: 'tours', keys: ['0'], who: WALKERS },
  { group: 'walk', action: 'tourStep', value: 1, keys: ['Shift+ArrowRight'], who: WALKERS, while: 'tour' },
  { group: 'walk', action: 'tourStep', value: -1, keys: ['Shift+ArrowLeft'], who: WALKERS, while: 'tour' },
  { group: 'walk', action: 'tourActKey', keys: [...DIGITS, 'Enter'], who: ['solo'], while: 'act', named: true },
  { group: 'walk', action: 'start', keys: ['F5'], who: PRESENTER, also: ['dialog', 'gallery'] },
  { group: 'walk', action: 'gather', keys: both('q'), who: PRESENTER, also: ['gallery'] },
  { group: 'walk', action: 'record', keys: ['R'], who: PRESENTER, also: ['gallery'] },

  { group: 'talk', action: 'talkKeep', keys: ['k'], who: WALKERS, also: ['gallery'] },
  { group: 'talk', action: 'talkList', keys: ['K'], who: WALKERS },
  { group: 'talk', action: 'talkNumber', keys: ['0', ...DIGITS], who: WALKERS, while: 'talk', named: true },
  { group: 'talk', action: 'talkJump', keys: ['Enter'], who: WALKERS, while: 'number' },

  { group: 'text', action: 'generate', keys: both('g'), who: WALKERS },
  { group: 'text', action: 'runOn', keys: both('w'), who: WALKERS },
  { group: 'text', action: 'prompt', keys: both('n'), who: WALKERS },
  {
    group: 'text',
    action: 'readyKey',
    keys: [...DIGITS, ...LETTERS.flatMap(both)],
    who: WALKERS,
    while: 'dialog',
    named: true,
  },

  { group: 'why', action: 'question', keys: both('i'), who: PRESENTER },
  { group: 'why', action: 'why', keys: ['y'], who: WALKERS },
  { group: 'why', action: 'ablation', keys: ['Y'], who: WALKERS },
  { group: 'why', action: 'switch', keys: ['x'], who: WALKERS },
  { group: 'why', action: 'endChanges', keys: ['X'], who: WALKERS },

  { group: 'look', action: 'cell', keys: both('c'), who: READERS },
  { group: 'look', action: 'cellBy', value: [-1, 0], keys: ['ArrowLeft'], who: READERS, while: 'cell' },
  { group: 'look', action: 'cellBy', value: [1, 0], keys: ['ArrowRight'], who: READERS, while: 'cell' },
  { group: 'look', action: 'cellBy', value: [0, -1], keys: ['ArrowUp'], who: READERS, while: 'cell' },
  { group: 'look', action: 'cellBy', value: [0, 1], keys: ['ArrowDown'], who: READERS, while: 'cell' },
  { group: 'look', action: 'escape', keys: ['Escape'], who: READERS },
  { group: 'look', action: 'overview', keys: both('e'), who: READERS },
  { group: 'look', action: 'follow', keys: both('s'), who: READERS },
  { group: 'look', action: 'headBefore', keys: ['['], who: READERS },
  { group: 'look', action: 'headAfter', keys: [']'], who: READERS },
  { group: 'look', action: 'laser', keys: both('l'), who: PRESENTER },
  { group: 'look', action: 'mark', keys: ['m'], who: PRESENTER },
  { group: 'look', action: 'unmark', keys: ['M'], who: PRESENTER },
  { group: 'look', action: 'share', keys: both('v'), who: PRESENTER },

  { group: 'page', action: 'level', keys: both('d'), who: ANYBODY },
  { group: 'page', action: 'theme', keys: both('t'), who: ANYBODY, also: ['gallery'] },
  { group: 'page', action: 'link', keys: both('u'), who: READERS, also: ['gallery'] },
  { group: 'page', action: 'picture', keys: both('p'), who: READERS },
  { group: 'page', action: 'fullscreen', keys: both('f'), who: [...ANYBODY, 'landing', 'rooms'], also: ['gallery'] },
  { group: 'page', action: 'help', keys: ['?', ...both('h')], who: ANYBODY, also: ['dialog', 'gallery'] },
];

/**
 * The name of a pressed key: `KeyboardEvent.key`, after `Shift+` if it is not a character, or after `Alt+`. Empty if the press is the
 * browser's own, or part of a character; `Ctrl+k` stands for Command with K, too.
 * @param {Pick<KeyboardEvent, 'key' | 'shiftKey' | 'altKey' | 'ctrlKey' | 'metaKey' | 'isComposing'>} event
 */
export function keyName({ key, shiftKey, altKey, ctrlKey, metaKey, isComposing }) {
  if (isComposing) return '';
  if (ctrlKey || metaKey) return key.toLowerCase() === 'k' && !altKey && !shiftKey ? FIND : '';
  return `${altKey ? 'Alt+' : ''}${shiftKey && key.length > 1 ? 'Shift+' : ''}${key}`;
}

/**
 * What a press means; null if it means nothing on the page.
 *
 * @param {{key: string, repeat?: boolean}} press  `key`: see {@link keyName}
 * @param {{page: string, on?: string[], states?: States}} where  `on`: the kinds of the elements on which the press lands, the innermost
 *   first: a kind of {@link OWN}, `text` for a field of several lines, `line` for one of a single line
 * @returns {{own: string} | {action: string, value?: unknown} | null} `own`: the kind of element that it belongs to
 */
export function meaningOf({ key, repeat = false }, { page, on = [], states = {} }) {
  if (key === '') return null;
  const takes = (/** @type {string} */ kind) => isOwn(kind, key, Boolean(states.dialog));
  // an element around a field may have a use for a key before the field has
  const own = on.find((kind) => kind in OWN && takes(kind)) ?? on.find(takes);
  const rows = KEYS.filter(({ who, keys }) => who.includes(page) && keys.includes(key));
  // a number that was begun has its end, also on a button that was pressed last
  const ends = own === 'button' && states.number && !states.dialog && rows.some((each) => each.while === 'number');
  if (own !== undefined && !ends) return { own };
  if (repeat) return null;
  const row = rows.find((each) => each.while === undefined);
  for (const state of STATES) {
    const taking = states[state];
    if (!taking) continue;
    const first = (taking.keys ?? [key]).includes(key) && rows.find((each) => each.while === state);
    if (first) return { action: first.action, value: first.named ? key : first.value };
    const [action, value] = (row && taking.instead?.[row.action]) ?? [];
    if (action !== undefined) return { action, value };
    if (MODAL.includes(state) && !row?.also?.includes(state) && !(state === 'dialog' && CLICKER.includes(key)))
      return null;
  }
  return row ? { action: row.action, value: row.value } : null;
}

/** @param {string} kind of an element with the focus @param {string} key @param {boolean} inDialog */
function isOwn(kind, key, inDialog) {
  if (key === FIND) return false;
  if (kind === 'text') return true;
  if (kind === 'line') return inDialog || !CLICKER.includes(key);
  return OWN[kind]?.includes(key) ?? false;
}
