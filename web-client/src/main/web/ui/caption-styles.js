/** Styles of the caption on the hall's screen: two lines, and one for the place. */
import { css } from 'lit';

export const captionStyles = css`
  .caption {
    font-size: 30px;
    line-height: 1.25;
    color: var(--ink);
    text-wrap: pretty;
    max-width: 60ch;
  }
  .place {
    margin-top: 6px;
    font-size: 28px;
    line-height: 1.2;
    color: var(--ink-3);
  }
  @media (max-width: 720px) {
    .caption {
      font-size: 22px;
    }
    .place {
      font-size: 19px;
    }
  }
`;
