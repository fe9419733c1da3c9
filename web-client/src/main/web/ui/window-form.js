/**
 * How the page is laid out in this window: `wide`, two columns beside the scene; `middle`, the right one with one panel
 * at a time; `sheet`, all of them in a sheet at the foot (narrow windows and portrait).
 *
 * @typedef {'wide' | 'middle' | 'sheet'} Form
 */

const SHEET = '(max-width: 899px), (orientation: portrait) and (max-width: 1100px)';
const MIDDLE = '(max-width: 1200px), (max-height: 640px)';

/** A Lit controller that draws its host again when the form changes. */
export class WindowForm {
  #host;
  #queries = [matchMedia(SHEET), matchMedia(MIDDLE)];
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
