/** The dialog in which the recording that a page plays is saved as a file. */
import { html, nothing } from 'lit';
import { read } from '../../live/identity.js';
import { Sheet } from '../../ui/sheet.js';
import { sheet } from '../../ui/sheet-style.js';
import { shared } from '../../ui/styles.js';
import { onEvent } from '../../ui/while-connected.js';
import { words } from '../../ui/words.js';
import '../recording/file.js';

export class ReplayFile extends Sheet {
  static properties = { recording: { attribute: false } };

  static styles = [shared, sheet];

  constructor() {
    super();
    /** @type {{id: string, title: string} | null} */
    this.recording = null;
    onEvent(this, words, 'change');
  }

  /** @param {{id: string, title: string}} recording */
  async show(recording) {
    this.recording = recording;
    await this.updateComplete;
    this.dialog?.showModal();
  }

  render() {
    const { recording } = this;
    // what is measured is measured anew each time
    return html`<dialog aria-labelledby="title" @close=${() => (this.recording = null)}>
      <h2 id="title">${words.text('replay.file')}</h2>
      ${recording ? html`<orrery-recording-file recording=${recording.id} name=${recording.title} .secret=${read(`orrery.replay.${recording.id}`, window) ?? ''}></orrery-recording-file>` : nothing}
      <div class="row">
        <button class="plain" @click=${() => this.dialog?.close()}>${words.text('link.close')}</button>
      </div>
    </dialog>`;
  }
}

customElements.define('orrery-replay-file', ReplayFile);
