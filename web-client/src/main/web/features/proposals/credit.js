/** Who has proposed the text that the hall's screen shows, if that person wishes to be named. */
import { css, html, nothing } from 'lit';
import { shared } from '../../ui/styles.js';
import { ViewElement } from '../../ui/view-element.js';
import { words } from '../../ui/words.js';

class Credit extends ViewElement {
  static styles = [
    shared,
    css`
      :host {
        position: absolute;
        z-index: 1;
        left: 40px;
        top: 84px;
        max-width: 60%;
        font-size: 24px;
        color: var(--ink-2);
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
    `,
  ];

  render() {
    const name = this.view?.room?.parts.proposals?.credit;
    return name ? html`<bdi>${words.text('proposals.credit', { name })}</bdi>` : nothing;
  }
}

customElements.define('orrery-credit', Credit);
