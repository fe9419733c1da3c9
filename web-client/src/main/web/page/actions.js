/**
 * What happens when a panel or a key asks for something (ui/ask.js, keys.js): what concerns this page alone, and
 * what moves the walk, for whoever may.
 *
 * @typedef {import('../live/conductor.js').Conductor} Conductor
 *
 * @typedef {object} Page  what an action may touch
 * @property {string} page
 * @property {string} code   the room's
 * @property {Conductor | null} conductor
 * @property {any} machine   the scene, or null
 * @property {any} modelGallery    the models that are walked past, or null
 * @property {import('../features/cell/cell-in-question.js').CellInQuestion} cell
 * @property {import('../features/help/help-sheet.js').HelpSheet | null} help
 * @property {import('../features/prompt/prompt-editor.js').PromptEditor | null} prompt
 * @property {import('../features/link/link-sheet.js').LinkSheet | null} link
 * @property {import('./room-scene.js').RoomScene | null} roomScene   in a room
 * @property {boolean} copy   whether the hall's screen is shown, small
 * @property {any} ready   the sheet of prompts that are ready, or null
 * @property {string} address   of what is shown
 * @property {(notice: import('../live/conductor.js').Notice) => void} say
 * @property {() => void} changeTheme
 * @property {(on: boolean) => void} lookAround
 * @property {import('../features/gallery/gallery.js').Gallery} gallery
 */
import { stepTexts } from '../ui/step-texts.js';
import { words } from '../ui/words.js';
import { keepPresenterKey, normalCode } from '../live/identity.js';
import { toggleFullScreen } from '../ui/full-screen.js';
import { FLIGHT } from '../features/gallery/gallery.js';
import { EVERYTHING, STEP } from '../scene/layout/focus.js';
import { actInRoom, putAway } from './room-actions.js';

/** A browser has begun to keep a file by then. */
const DOWNLOAD_MS = 10_000;

/** @type {Record<string, (page: Page, value: any) => void>} */
const OWN = {
  theme: (page) => page.changeTheme(),
  fullscreen: () => toggleFullScreen(),
  help: (page) => page.help?.toggle(),
  link: (page) => copyLink(page),
  picture: (page) => savePicture(page),
  overview: (page) => choose(page, EVERYTHING),
  focus: choose,
  point(page, names) {
    if (page.machine) page.machine.named = names;
  },
  headBefore: (page) => page.machine && choose(page, page.machine.headBeside(-1)),
  headAfter: (page) => page.machine && choose(page, page.machine.headBeside(1)),
  follow(page) {
    if (page.machine) page.machine.focus = STEP;
    page.machine?.follow();
    page.modelGallery?.follow(page.gallery.exhibition?.startAt ?? 0);
    page.lookAround(false);
  },
  giants: (page, name) => showGallery(page, name),
  flight: (page) => showGallery(page, FLIGHT),
  flightAt: (page, seconds) => page.modelGallery?.scrub(seconds),
  leaveGiants: (page) => page.gallery.leave(),
  escape: (page) => putAway(page),
  release: (page) => page.cell.hold(null),
  cell: (page) => page.cell.holdFirst(),
  hold: (page, cell) => page.cell.hold(cell),
  code: (page, code) =>
    location.assign(`/r/${encodeURIComponent(normalCode(code))}${page.page === 'projector' ? '/screen' : ''}`),
  key(page, key) {
    keepPresenterKey(page.code, key);
    location.reload();
  },
};

/** Tokens that "run on" asks for: as many as a text of this length needs, until it ends or is stopped. */
const RUN_ON = 40;

/** @type {Record<string, (conductor: Conductor, value: any, page: Page) => void>} */
const DRIVING = {
  // Before it begins, whatever goes on begins.
  next: onwards((conductor, _, page) => (lobbyOf(conductor) ? act(page, 'begin') : conductor.next())),
  back: onwards((conductor) => conductor.back()),
  go: onwards((conductor, step) => conductor.go(step)),
  layer: onwards((conductor) => conductor.toggleLayer()),
  play: (conductor) => (conductor.playing ? conductor.pause() : conductor.play()),
  generate: (conductor) => conductor.generate(),
  runOn: (conductor) => (conductor.coming > 0 ? conductor.stop() : conductor.generate(RUN_ON)),
  append: (conductor, token) => conductor.append([token]),
  takeBack: (conductor) => conductor.takeBack(),
  sample: (conductor, sampling) => conductor.sample(sampling),
  compare: (conductor, model) => conductor.compare(model),
  prompt: (_, __, page) => page.prompt?.show(),
  reset: (conductor) => conductor.reset(),
  blank: (conductor) => conductor.darken(!conductor.blank),
};

/** Who drives moves the walk; a hall's screen that has lost the server goes on by itself. */
function mayMove(/** @type {any} */ conductor, action) {
  return conductor?.mayDrive || (conductor?.goesAlone && (action === 'next' || action === 'back'));
}

const lobbyOf = (/** @type {any} */ conductor) => conductor.room?.lobby ?? false;

/** @param {Page} page @param {string} action @param {any} [value] */
export function act(page, action, value) {
  if (actInRoom(page, action, value)) return;
  if (Object.hasOwn(OWN, action)) OWN[action](page, value);
  else if (Object.hasOwn(DRIVING, action) && mayMove(page.conductor, action)) DRIVING[action](page.conductor, value, page);
}

/** @param {Page} page @param {string} name of features/gallery/gallery.js */
async function showGallery(page, name) {
  try {
    await page.gallery.show(name);
  } catch (/** @type {any} */ problem) {
    page.say({ key: 'error.unreachable', detail: problem.status ? problem.message : undefined });
  }
}

/**
 * Who chooses what to see looks around; a head of the step's own does not lead away from it.
 * @param {Page} page @param {import('../scene/layout/focus.js').Focus} focus
 */
function choose(page, focus) {
  if (!page.machine) return;
  page.machine.focus = focus;
  if (page.machine.focus.kind !== 'step') page.lookAround(true);
}

/**
 * Who goes on is back at the step, with the head that was chosen; the whole machine stays whole.
 * @param {(conductor: Conductor, value: any, page: Page) => void} move
 * @returns {(conductor: Conductor, value: any, page: Page) => void}
 */
function onwards(move) {
  return (conductor, value, page) => {
    const { machine } = page;
    if (machine && machine.focus.kind !== 'step' && machine.focus.kind !== 'everything') {
      machine.focus = { kind: 'step', head: machine.focus.head ?? 0 };
      if (machine.camera === null) page.lookAround(false);
    }
    move(conductor, value, page);
  };
}

/** @param {Page} page */
async function savePicture(page) {
  const { machine, conductor } = page;
  const overlay = /** @type {HTMLElement | null} */ (document.querySelector('orrery-scene .overlay'));
  if (!machine || !overlay || !conductor?.graph || conductor.step === null) {
    page.say({ key: 'picture.none' });
    return;
  }
  const { pictureOf } = await import('../features/picture/scene-image.js');
  const { title } = stepTexts(conductor.graph, conductor.step, conductor.trace, words);
  const model = conductor.graph.model.title;
  const blob = await pictureOf(machine, overlay, {
    title: words.text('picture.title', { model, title }),
    source: words.text('picture.source'),
  });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = `${words.text('brand')} ${conductor.step}.png`.toLowerCase().replaceAll(' ', '-');
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), DOWNLOAD_MS);
  page.say({ key: 'picture.saved' });
}

/** The clipboard is there over https and on this machine; elsewhere one copies by hand. @param {Page} page */
async function copyLink(page) {
  const link = page.address;
  try {
    await navigator.clipboard.writeText(link);
  } catch {
    page.link?.show(link);
    return;
  }
  page.say({ key: page.code === '' ? 'link.copied' : 'link.copiedInRoom' });
}
