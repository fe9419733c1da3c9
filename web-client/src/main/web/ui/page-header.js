/** The header of pages without a machine: the brand, and the choice of theme, language and full screen. */
import { css, html, nothing } from 'lit';
import { ask } from './ask.js';
import './full-screen-button.js';
import { icons } from './icons.js';
import './language-choice.js';
import { logo, logoStyle } from './logo.js';
import { words } from './words.js';

/** @param {HTMLElement} page that asks for another theme @param {unknown} [more] stands behind the brand */
export const pageHeader = (page, more = nothing) => html`<header>
  <a class="brand" href="/">${logo}<span>${words.text('brand')}</span></a>
  ${more}
  <button class="icon" aria-label=${words.text('bar.theme')} title=${words.text('bar.theme')} @click=${() => ask(page, 'theme')}>
    ${icons.theme}
  </button>
  <orrery-language></orrery-language><orrery-full-screen></orrery-full-screen>
</header>`;

export const pageHeaderStyle = [
  logoStyle,
  css`
    header {
      display: flex;
      align-items: center;
      gap: var(--s2);
    }
    .brand {
      display: flex;
      align-items: center;
      gap: var(--s3);
      min-height: var(--hit);
      margin-right: auto;
      font-size: 20px;
      font-weight: var(--w-strong);
      color: inherit;
      text-decoration: none;
    }
    .logo {
      --logo-size: 32px;
    }
  `,
];
