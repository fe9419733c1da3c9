/** The brand's logo and its style; `--logo-size` is its width and height. */
import { css, html } from 'lit';

export const logo = html`<svg class="logo" viewBox="0 0 32 32" aria-hidden="true">
  <circle cx="16" cy="16" r="13" opacity=".75"></circle>
  <circle cx="16" cy="16" r="7.5" opacity=".75"></circle>
  <circle class="body" cx="16" cy="16" r="3"></circle>
  <circle class="body" cx="21.8" cy="11.3" r="2"></circle>
  <circle class="body" cx="6.4" cy="24.6" r="2.7"></circle>
</svg>`;

export const logoStyle = css`
  .logo {
    flex: none;
    width: var(--logo-size, 30px);
    height: var(--logo-size, 30px);
    color: var(--accent);
  }
  .logo .body {
    fill: var(--accent);
    stroke: none;
  }
`;
