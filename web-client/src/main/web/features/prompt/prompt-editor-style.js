/** The styles of the dialog for a new prompt. */
import { css } from 'lit';

export const editorStyle = css`
  input {
    font-size: var(--text-xl);
    letter-spacing: 0.08em;
  }
  textarea {
    width: 100%;
    min-height: 88px;
    max-height: 40vh;
    padding: var(--s2) var(--s3);
    resize: vertical;
    font: inherit;
    font-size: var(--text-lg);
    line-height: var(--lh-read);
    color: var(--ink);
    background: var(--surface-2);
    border: 1px solid var(--line-strong);
    border-radius: var(--r2);
  }
  .model {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--s2) var(--s4);
    margin-bottom: var(--s3);
  }
  .model label {
    display: flex;
    align-items: center;
    gap: var(--s2);
    margin: 0;
    min-height: var(--hit);
  }
  select {
    width: auto;
    max-width: 100%;
    min-height: var(--hit);
    padding: 0 22px 0 var(--s2);
  }
  .model input {
    width: 20px;
    min-height: 20px;
    height: 20px;
    accent-color: var(--accent);
  }
  .tokens {
    display: flex;
    flex-wrap: wrap;
    align-content: start;
    gap: 3px;
    max-height: min(26vh, 190px);
    min-height: 60px;
    margin: var(--s3) 0 0;
    padding: 2px;
    overflow-y: auto;
    scrollbar-width: thin;
  }
  .tokens li {
    min-height: 26px;
    padding: 2px 6px;
    border: 1px solid var(--line);
    border-radius: var(--r1);
    background: var(--surface-2);
    font-size: var(--text-sm);
    white-space: pre;
  }
  .tokens .special {
    border-style: dashed;
    background: none;
    color: var(--p);
  }
  .tokens .bytes {
    color: var(--ink-2);
    font-family: var(--font-mono, monospace);
    font-size: var(--text-xs);
  }
  .tokens .beyond {
    opacity: 0.45;
    text-decoration: line-through;
  }
  .rule {
    display: flex;
    justify-content: space-between;
    gap: var(--s3);
    margin-top: var(--s2);
    font-size: var(--text-sm);
    color: var(--ink-2);
  }
  .count {
    white-space: nowrap;
  }
  .hint {
    margin-top: var(--s2);
    font-size: var(--text-sm);
    line-height: var(--lh-read);
    color: var(--ink-2);
  }
  .keep {
    margin-right: auto;
  }
  .wrong {
    margin-top: var(--s3);
    line-height: var(--lh-read);
  }
`;
