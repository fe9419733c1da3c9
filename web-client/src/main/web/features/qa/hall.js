/** A question of the audience on the hall's screen: it takes the left half, and the machine stays live beside it. */
import { css, html, nothing } from 'lit';
import { shared } from '../../ui/styles.js';
import { ViewElement } from '../../ui/view-element.js';
import { words } from '../../ui/words.js';

class PinnedQuestion extends ViewElement {
  static styles = [
    shared,
    css`
      :host {
        position: absolute;
        z-index: 1;
        left: 0;
        width: 52%;
        padding: 40px 32px 16px;
        background: linear-gradient(90deg, var(--bg) 92%, transparent);
        overflow: hidden;
      }
      .kicker,
      .by {
        font-size: 28px;
        line-height: 1.25;
        color: var(--ink-2);
      }
      .text {
        display: -webkit-box;
        margin-top: 8px;
        font-size: var(--size, 44px);
        line-height: 1.27;
        font-weight: var(--w-strong);
        overflow: hidden;
        overflow-wrap: anywhere;
        -webkit-box-orient: vertical;
        -webkit-line-clamp: var(--lines, 4);
      }
      .count {
        display: flex;
        align-items: center;
        gap: 20px;
        margin-top: 24px;
        font-size: 28px;
        line-height: 1.25;
        color: var(--ink-2);
      }
      .count b {
        font-size: 72px;
        line-height: 1;
        font-weight: var(--w-strong);
        color: var(--ink);
      }
      .count span {
        max-width: 7em;
      }
      .by {
        margin-top: 20px;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
    `,
  ];

  /** Stands between the text above and the caption; a long question is set smaller, so that all of it is read. */
  updated() {
    const hall = /** @type {any} */ (document.querySelector('orrery-projector'))?.renderRoot;
    this.style.top = `${hall?.querySelector('header')?.offsetHeight ?? 72}px`;
    this.style.bottom = `${(hall?.querySelector('footer')?.offsetHeight ?? 146) + 4}px`;
    /** @type {HTMLElement | null} */
    const text = this.renderRoot.querySelector('.text');
    for (const [size, lines] of [
      [44, 4],
      [36, 5],
      [30, 7],
    ]) {
      this.style.setProperty('--size', `${size}px`);
      this.style.setProperty('--lines', String(lines));
      if (!text || text.scrollHeight <= text.clientHeight + 1) break;
    }
  }

  render() {
    const asked = this.view?.room?.parts.qa?.pinned;
    if (!asked) return nothing;
    return html`<section role="status">
      <p class="kicker">${words.text('qa.hall.kicker')}</p>
      <p class="text"><bdi>${asked.text}</bdi></p>
      <p class="count"><b>${asked.people}</b><span>${words.text('qa.hall.people', { count: asked.people })}</span></p>
      ${asked.name ? html`<p class="by">${words.text('qa.hall.by', { name: asked.name })}</p>` : nothing}
    </section>`;
  }
}

customElements.define('orrery-qa-hall', PinnedQuestion);
