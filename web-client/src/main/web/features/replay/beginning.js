/** On an attendee's page: the way back to the beginning of what is recorded now, for who came late. */
import { css, html, nothing } from 'lit';
import { shared } from '../../ui/styles.js';
import { ViewElement } from '../../ui/view-element.js';
import { words } from '../../ui/words.js';
import { CATCH_UP } from './time.js';

class FromBeginning extends ViewElement {
  static properties = { recording: {} };

  static styles = [
    shared,
    css`
      .plain {
        width: 100%;
        height: 100%;
        min-height: 48px;
        background: var(--surface);
        box-shadow: var(--shadow-2);
      }
      /* what stands beside it at the foot needs the room */
      :host(:not([slot])) .plain {
        width: min-content;
        min-width: 176px;
        text-align: center;
      }
    `,
  ];

  constructor() {
    super();
    /** The id of the recording. */
    this.recording = '';
  }

  render() {
    if (this.recording === '') return nothing;
    return html`<a class="button plain" href=${`/replay/${encodeURIComponent(this.recording)}#rate=${CATCH_UP}`}>${words.text('bar.fromBeginning')}</a>`;
  }
}

customElements.define('orrery-from-beginning', FromBeginning);
