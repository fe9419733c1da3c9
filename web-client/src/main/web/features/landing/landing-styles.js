/** Styles of the landing page. */
import { css } from 'lit';

export const landingStyles = css`
  :host {
    position: relative;
    min-height: 100dvh;
    display: flex;
    flex-direction: column;
    justify-content: space-between;
    gap: var(--s6);
    padding: 36px 88px 40px;
    pointer-events: none;
  }
  main,
  footer,
  dialog,
  header > * {
    pointer-events: auto;
    max-width: 600px;
  }
  header {
    display: flex;
    align-items: center;
    justify-content: space-between;
    margin-right: -24px;
  }
  .brand {
    margin-right: auto;
    display: flex;
    align-items: center;
    gap: var(--s3);
    font-size: 20px;
    font-weight: var(--w-strong);
  }
  .logo {
    --logo-size: 32px;
  }
  h1 {
    font-size: var(--text-3xl);
    line-height: 1.06;
    font-weight: var(--w-strong);
    letter-spacing: -0.01em;
    max-width: 12em;
  }
  .text {
    margin-top: var(--s5);
    font-size: 19px;
    line-height: var(--lh-read);
    color: var(--ink-2);
  }
  .ways {
    display: flex;
    flex-wrap: wrap;
    gap: var(--s3);
    margin-top: var(--s5);
  }
  .ways .filled,
  .ways .plain,
  .join button {
    min-height: 48px;
    padding: 0 22px;
    font-size: 16px;
  }
  .models,
  .flight {
    margin-top: var(--s4);
  }
  .models {
    color: var(--ink-2);
    line-height: var(--lh-read);
  }
  .models a,
  .flight a {
    color: var(--ink-2);
    text-underline-offset: 3px;
  }
  .models a {
    white-space: nowrap;
    margin-right: var(--s2);
  }
  .flight {
    display: flex;
    flex-wrap: wrap;
    gap: var(--s1) var(--s4);
    margin-top: var(--s2);
  }
  .join {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--s3);
    margin-top: var(--s6);
  }
  .join label {
    margin: 0;
    font-size: var(--text-md);
  }
  .join input {
    width: 190px;
    font-size: 18px;
    letter-spacing: 0.08em;
    text-transform: uppercase;
    background: color-mix(in srgb, var(--surface) 70%, transparent);
  }
  .join input::placeholder {
    letter-spacing: 0;
    text-transform: none;
    font-size: var(--text-md);
  }
  .wrong {
    flex-basis: 100%;
    margin-top: var(--s2);
  }
  figure {
    display: flex;
    align-items: center;
    gap: var(--s4);
    margin: 0;
    color: var(--ink-2);
    line-height: var(--lh-read);
    max-width: 420px;
  }
  figure img {
    border-radius: var(--r2);
    background: #fff;
  }
  @media (max-width: 899px), (orientation: portrait), (max-height: 700px) {
    /* On a phone the QR code has no use: the page is open already. */
    figure {
      display: none;
    }
  }
  footer {
    font-size: var(--text-sm);
    color: var(--ink-3);
  }
  dialog.tours {
    width: min(640px, calc(100vw - 2 * var(--s4)));
  }
  .tours .row {
    justify-content: space-between;
  }
  dialog p {
    color: var(--ink-2);
    line-height: var(--lh-read);
  }
  dialog a {
    color: var(--accent);
    text-underline-offset: 3px;
  }
  dialog label {
    margin-top: var(--s4);
  }
  /* The machine fills the right half; on windows of medium width the text keeps to the left half. */
  @media (max-width: 1320px) {
    :host {
      padding: 36px 48px 40px;
    }
    main,
    footer {
      max-width: calc(46vw - 48px);
    }
    h1 {
      font-size: 40px;
    }
    .text {
      font-size: 17px;
    }
  }
  @media (max-width: 899px), (orientation: portrait) {
    :host {
      padding: var(--s5);
      justify-content: flex-end;
      gap: var(--s5);
    }
    main,
    footer {
      max-width: 600px;
    }
    header {
      position: absolute;
      top: var(--s4);
      left: var(--s5);
      right: var(--s4);
      min-height: 48px;
      margin: 0;
    }
    main {
      padding-top: 34dvh;
    }
    h1 {
      font-size: 36px;
    }
    .text {
      margin-top: var(--s3);
      font-size: 16px;
    }
    .ways {
      margin-top: var(--s4);
    }
    .models {
      margin-top: var(--s3);
    }
    .flight {
      margin-top: var(--s1);
    }
    .ways > .filled,
    .ways > .plain {
      flex: 1 1 auto;
      padding: 0 var(--s3);
      font-size: var(--text-md);
    }
    .join {
      margin-top: var(--s4);
    }
    .join label {
      flex-basis: 100%;
    }
    .join input {
      flex: 1;
      width: 0;
      min-width: 120px;
    }
  }
`;
