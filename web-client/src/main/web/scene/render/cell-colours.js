/** The colours of cells, which a page does not need before its machine: negative, zero, positive, gap. The hall's dark theme has others (start/projector.css). */
import { css } from 'lit';

const { styleSheet } = css`
  :where(:root),
  [data-theme='dark'] {
    --cell-weight: #12151a #545b6a #d4d8e2 #2c323d;
    --cell-act: #231700 #92702a #f5e1bc #553b00;
    --cell-agg: #041e1e #408484 #c8eceb #0a4b4b;
    --cell-q: #001738 #256dc7 #cee2fe #003a7c;
    --cell-k: #300003 #a51623 #ffc8c4 #63000b;
    --cell-v: #002409 #2f9c52 #c3f9cd #005824;
    --cell-p: #1e072e #72359d #e5caff #440b66;
  }
  [data-theme='light'],
  [data-theme='hall-light'] {
    --cell-weight: #202329 #6d7584 #dfe4ed #4a505c;
    --cell-act: #32250b #ae8b47 #ffeccc #775a1f;
    --cell-agg: #132d2c #5ca09f #d3f8f7 #326b6b;
    --cell-q: #0b2648 #4289e5 #e0edff #1d5aa6;
    --cell-k: #410d0e #c53a3d #fed9d6 #901b22;
    --cell-v: #0a3317 #50b96d #d4ffdb #1e7c3e;
    --cell-p: #2c163e #8c50ba #ecdafe #643189;
  }
`;

if (styleSheet) document.adoptedStyleSheets = [...document.adoptedStyleSheets, styleSheet];
