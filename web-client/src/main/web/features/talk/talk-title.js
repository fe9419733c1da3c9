/** The title of the talk, with who gives it and when: behind the last beat over the whole screen, in a phone's lobby and in the hall's. */
import { css, html, nothing } from 'lit';
import { shared } from '../../ui/styles.js';
import { ViewElement } from '../../ui/view-element.js';

/** Who gives a talk, and when; empty if neither is known. @param {import('./talks.js').Cover} cover */
export const byline = ({ speaker, date }) => [speaker, date].filter(Boolean).join(' · ');

class TalkTitle extends ViewElement {
  static styles = [
    shared,
    css`
      :host([in-lobby]) section {
        display: grid;
        gap: 2px;
        margin-top: var(--s4);
        line-height: var(--lh-tight);
        overflow-wrap: anywhere;
      }
      :host([in-lobby]) .title {
        font-size: var(--text-lg);
        font-weight: var(--w-strong);
      }
      :host([in-lobby]) .under {
        font-size: var(--text-sm);
        color: var(--ink-2);
      }
      :host([in-lobby='hall']) section {
        margin: 0;
      }
      :host([in-lobby='hall']) .title {
        font-size: 34px;
        line-height: 1.15;
      }
      :host([in-lobby='hall']) .under {
        font-size: 24px;
        font-weight: var(--w-regular);
      }
      :host(:not([in-lobby])) section {
        position: fixed;
        inset: 0;
        display: grid;
        place-content: center;
        gap: 2vh;
        padding: 6vw;
        background: var(--bg);
        text-align: center;
      }
      :host([above-sheet]) section {
        padding-bottom: calc(6vw + var(--low));
      }
      :host(:not([in-lobby])) .title {
        font-size: clamp(30px, 7vw, 84px);
        line-height: 1.15;
        font-weight: var(--w-strong);
        overflow-wrap: anywhere;
      }
      :host(:not([in-lobby])) .under {
        font-size: clamp(18px, 3vw, 36px);
        color: var(--ink-2);
      }
    `,
  ];

  render() {
    const cover = this.view?.talk?.cover;
    if (!cover) return nothing;
    const under = byline(cover);
    return html`<section translate="no">
      ${this.hasAttribute('in-lobby') ? html`<p class="title">${cover.title}</p>` : html`<h1 class="title">${cover.title}</h1>`}
      ${under ? html`<p class="under">${under}</p>` : nothing}
    </section>`;
  }
}

customElements.define('orrery-talk-title', TalkTitle);
