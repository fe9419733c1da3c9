/**
 * The form of the window, which decides the layout: `wide`, with a column on each side of the scene; `middle`, with one panel
 * at a time in the right column; `sheet`, with all panels in a sheet at the foot (narrow windows and portrait), or at the side of a phone
 * that is held across.
 *
 * @typedef {'wide' | 'middle' | 'sheet'} Form
 */

const SHEET_QUERY = '(max-width: 899px), (orientation: portrait) and (max-width: 1100px), (max-height: 500px)';
const MIDDLE_QUERY = '(max-width: 1200px), (max-height: 640px)';

/** @type {Form[]} */
export const WIDE = ['wide'];
/** @type {Form[]} */
export const MIDDLE = ['middle'];
/** @type {Form[]} */
export const SHEET = ['sheet'];
/** Forms with a column on each side. @type {Form[]} */
export const COLUMNS = ['wide', 'middle'];
/** Forms that show one panel at a time. @type {Form[]} */
export const NOT_WIDE = ['middle', 'sheet'];

/** A Lit controller that renders its host again when the form changes. */
export class WindowForm {
  #host;
  #queries = [matchMedia(SHEET_QUERY), matchMedia(MIDDLE_QUERY)];
  #changed = () => this.#host.requestUpdate();

  /** @param {import('lit').ReactiveControllerHost} host */
  constructor(host) {
    this.#host = host;
    host.addController(this);
  }

  /** @returns {Form} */
  get form() {
    const [sheet, middle] = this.#queries;
    return sheet.matches ? 'sheet' : middle.matches ? 'middle' : 'wide';
  }

  hostConnected() {
    for (const query of this.#queries) query.addEventListener('change', this.#changed);
    window.addEventListener('resize', this.#changed);
  }

  hostDisconnected() {
    for (const query of this.#queries) query.removeEventListener('change', this.#changed);
    window.removeEventListener('resize', this.#changed);
  }
}
