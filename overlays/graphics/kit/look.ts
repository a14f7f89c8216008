/**
 * The look that all graphics share. Colours, logo and corner come from the page as custom properties
 * (`renderer/theme.ts` sets them); every one has a default, so a graphic stands alone in any OGraf renderer.
 */
import { css, unsafeCSS } from "lit";

import { FIT_CSS } from "./fit.js";

export const LOOK = css`
  :host {
    position: absolute;
    inset: 0;
    width: 1920px;
    height: 1080px;
    pointer-events: none;
    contain: layout style;

    --ground: var(--efir-ground, #0b1424);
    --text: var(--efir-text, #ffffff);
    --accent: var(--efir-accent, #ffc845);
    --on-accent: var(--efir-on-accent, #10131a);
    --first: var(--efir-first, #3d8bff);
    --second: var(--efir-second, #ff6a4d);
    --warning: #ffc845;
    --danger: #a80d1f;
    /* Mixed from the five above; mixed in renderer/theme.ts because OBS 29 (Chromium 103) has no color-mix(). */
    --raised: var(--efir-raised, #1c2536);
    --edge: var(--efir-edge, #3a4252);
    --quiet: var(--efir-quiet, #d6d9dd);
    --side-first: var(--efir-side-first, #9ec5ff);
    --side-second: var(--efir-side-second, #ffb5a6);
    --safe-x: 96px;
    --safe-y: 54px;

    color: var(--text);
    font-family: "Golos Text Variable", "Golos Text", system-ui, sans-serif;
    font-feature-settings: "tnum" 1, "lnum" 1;
    font-variant-numeric: tabular-nums lining-nums;
    font-synthesis: none;
    -webkit-font-smoothing: antialiased;
  }
  .stage { visibility: hidden; }
  .stage.on { visibility: visible; }
  .plate {
    background: linear-gradient(180deg, var(--raised), var(--ground) 72%);
    border-radius: 6px;
    overflow: hidden;
    position: relative;
  }
  /* A hairline above everything in the plate: on a dark picture it is what shows where the plate ends. */
  .plate::after {
    content: "";
    position: absolute;
    inset: 0;
    border-radius: inherit;
    box-shadow: inset 0 0 0 2px var(--edge);
  }
  .caps {
    text-transform: uppercase;
    letter-spacing: 0.06em;
    font-weight: 650;
  }
  ${unsafeCSS(FIT_CSS)}
`;
