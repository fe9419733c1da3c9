/** The title of the talk, with who gives it and when: on the hall's screen and on phones, behind the last beat. */
import { css, html, nothing } from 'lit';
import { shared } from '../../ui/styles.js';
import { ViewElement } from '../../ui/view-element.js';

class TalkTitle extends ViewElement {
  static styles = [
    shared,
    css`
      section {
        position: fixed;
        inset: 0;
        display: grid;
        place-content: center;
        gap: 2vh;
        padding: 6vw;
        background: var(--bg);
        text-align: center;
      }
      h1 {
        font-size: clamp(30px, 7vw, 84px);
        line-height: 1.15;
        font-weight: var(--w-strong);
        overflow-wrap: anywhere;
      }
      p {
        font-size: clamp(18px, 3vw, 36px);
        color: var(--ink-2);
      }
    `,
  ];

  render() {
    const cover = this.view?.talk?.cover;
    if (!cover) return nothing;
    const under = [cover.speaker, cover.date].filter(Boolean);
    return html`<section translate="no">
      <h1>${cover.title}</h1>
      ${under.length > 0 ? html`<p>${under.join(' · ')}</p>` : nothing}
    </section>`;
  }
}

customElements.define('orrery-talk-title', TalkTitle);
