/** Styles of the page that it does not need at first: of the scene's element, which has no shadow root, and of what stands over it. */
import { css } from 'lit';

const { styleSheet } = css`
  orrery-scene canvas {
    display: block;
    width: 100%;
    height: 100%;
    outline: none;
    /* at a low resolution, the lower left part of it is enlarged to the whole (scene/render/scene-renderer.js) */
    transform-origin: left bottom;
  }
  orrery-scene canvas:focus-visible {
    box-shadow: inset 0 0 0 2px var(--accent);
  }
  orrery-scene canvas[hidden] {
    display: none;
  }
  orrery-scene .overlay {
    position: absolute;
    inset: 0;
    overflow: hidden;
    pointer-events: none;
  }
  /* A guest is in the machine's place: only its own texts. */
  orrery-scene .overlay.visited > :not(.guest) {
    visibility: hidden;
  }
  /* In the lobby the machine is only a picture. */
  .gathers orrery-scene .overlay {
    visibility: hidden;
  }
  /* The driver's pointer: a ring around its cell, over everything. Its inside is free. */
  orrery-scene .light {
    position: absolute;
    left: 0;
    top: 0;
    border-radius: 50%;
    border: 4px solid var(--accent);
    box-sizing: content-box;
    box-shadow: 0 0 0 2px var(--bg), inset 0 0 0 1.5px #fff;
  }
  orrery-scene .trouble {
    position: absolute;
    left: 50%;
    top: 42%;
    transform: translate(-50%, -50%);
    width: min(380px, 80vw);
    padding: var(--s5);
    text-align: center;
    line-height: var(--lh-read);
    color: var(--ink-2);
  }
  /* A figure stands in front of the machine, and needs none. */
  .page:has(orrery-figure[shown]) .trouble {
    visibility: hidden;
  }
  .trouble p {
    margin: 0;
  }
  .trouble button {
    margin-top: var(--s4);
  }
  .breadcrumb {
    position: absolute;
    z-index: 1;
    max-width: calc(100% - 2 * var(--edge) - var(--panel) - var(--panel-right) - 40px);
    left: calc(var(--edge) + var(--panel) + 20px);
    width: max-content;
    /* has its height before it is filled, so that labels avoid it */
    min-height: 28px;
    top: 72px;
    pointer-events: none;
  }
  .form-sheet .breadcrumb {
    top: 58px;
    left: 8px;
    max-width: calc(100% - 16px);
  }
  @media (orientation: landscape) and (max-height: 500px) {
    .form-sheet .breadcrumb {
      max-width: calc(100% - var(--side) - 16px);
    }
  }
  /* on a phone the question has the upper part of the screen */
  @media (max-width: 720px) {
    orrery-guess[covers] ~ orrery-change-note {
      top: auto;
      bottom: 16px;
    }
  }
`;

if (styleSheet) document.adoptedStyleSheets = [...document.adoptedStyleSheets, styleSheet];
