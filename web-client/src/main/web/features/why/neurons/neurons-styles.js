/** Styles of neurons. */
import { css } from 'lit';

export const neuronsStyles = css`
  :host {
    overflow-y: auto;
    overflow-x: hidden;
  }
  .both {
    display: grid;
    grid-template-columns: minmax(250px, 300px) minmax(0, 1fr);
    gap: var(--s4);
  }
  .list,
  .card {
    padding: var(--s2) var(--s3);
    border-radius: var(--r3);
    background: color-mix(in srgb, var(--surface) 82%, transparent);
  }
  .both .back {
    display: none;
  }
  h3 {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    align-items: baseline;
    gap: 0 var(--s3);
    font-size: max(16px, var(--why-text));
    font-weight: var(--w-regular);
  }
  h4 {
    margin: 0;
    font-weight: var(--w-strong);
  }
  .note,
  .turn,
  .scale {
    color: var(--ink-2);
  }
  .turn {
    font-size: var(--why-text);
  }
  .turn button {
    min-width: 28px;
    min-height: 28px;
  }
  ol,
  ul {
    margin: var(--s1) 0;
  }
  .list button,
  .list li > div {
    display: grid;
    grid-template-columns: 34px 60px 46px minmax(0, 1fr);
    align-items: center;
    gap: 6px;
    width: 100%;
    min-height: 30px;
    padding: 0 6px;
    text-align: left;
  }
  .list .turn button,
  .list .kinds button {
    display: inline-block;
    width: auto;
  }
  .found button,
  .found li > div {
    grid-template-columns: 76px 40px 106px minmax(0, 1fr);
  }
  .hall .list li > div {
    grid-template-columns: 110px 200px 130px minmax(0, 1fr);
    min-height: 46px;
  }
  .hall .found li > div {
    grid-template-columns: 220px 130px 260px minmax(0, 1fr);
  }
  .list .open {
    border-radius: var(--r2);
    background: var(--surface-2);
    box-shadow: inset 3px 0 var(--accent);
  }
  .open .name,
  .open .value {
    font-weight: var(--w-strong);
  }
  .open .name {
    color: var(--accent);
  }
  .speaks {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    text-align: right;
  }
  .value {
    text-align: right;
    white-space: nowrap;
  }
  .track {
    display: block;
  }
  .track i {
    display: block;
    height: 10px;
    min-width: 1px;
    border-radius: 2px;
    background: var(--act);
  }
  .track .for {
    background: var(--p);
  }
  .track .against {
    background: var(--against);
  }
  input {
    min-height: 36px;
    padding: 0 10px;
    background: var(--surface);
  }
  .kinds {
    display: flex;
    flex-wrap: wrap;
    gap: 4px;
    margin-top: 6px;
  }
  .kinds button {
    min-height: 28px;
    padding: 0 8px;
    border: 1px solid var(--line);
    color: var(--ink-2);
  }
  .kinds [aria-pressed='true'] {
    color: var(--accent);
    border-color: var(--accent);
  }
  .card header {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 var(--s3);
  }
  .card h3 {
    font-size: max(20px, calc(var(--why-text) * 1.25));
  }
  .here {
    margin-left: auto;
    color: var(--ink-2);
  }
  .here b {
    margin-left: 6px;
    font-size: 1.7em;
    color: var(--act);
  }
  .ends {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    gap: 0 var(--s3);
  }
  .places {
    width: 100%;
    table-layout: fixed;
    border-spacing: 0;
  }
  .places td {
    height: 22px;
    padding: 0;
    white-space: pre;
    overflow: hidden;
  }
  .hall .places td {
    height: 46px;
  }
  .places .before {
    text-align: right;
    direction: rtl;
  }
  .places .before span {
    unicode-bidi: isolate;
    direction: ltr;
  }
  .places .at {
    width: 5.5em;
    text-align: center;
  }
  .places .value {
    width: 4em;
  }
  .places i {
    padding: 1px 3px;
    border-radius: 3px;
    font-style: normal;
    background: color-mix(in oklab, var(--act) calc(var(--share) * 100%), transparent);
  }
  .places i.strong {
    color: var(--bg);
  }
  .places .at i {
    font-weight: var(--w-strong);
  }
  .no-name {
    margin: var(--s2) 0;
    padding: var(--s2) var(--s3);
    border-radius: var(--r2);
    line-height: 1.4;
    background: var(--surface-2);
  }
  .three {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(210px, 1fr));
    gap: var(--s3) var(--s4);
  }
  .three li {
    display: grid;
    grid-template-columns: minmax(0, 1.2fr) minmax(30px, 1fr) 52px;
    align-items: center;
    gap: 6px;
    min-height: 22px;
  }
  .three .spoken li {
    grid-template-columns: 70px minmax(30px, 1fr) 52px;
  }
  .three .sum {
    border-top: 1px solid var(--line-strong);
  }
  .three .sum .value {
    font-weight: var(--w-strong);
  }
  .bars {
    display: flex;
    align-items: end;
    gap: 1px;
    height: 76px;
    margin-top: 6px;
    border-bottom: 1px solid var(--line-strong);
  }
  .bars i {
    flex: 1;
    background: color-mix(in oklab, var(--act) 45%, var(--bg));
  }
  .bars .here {
    margin: 0;
    background: var(--act);
  }
  .scale {
    display: flex;
    justify-content: space-between;
  }
`;
