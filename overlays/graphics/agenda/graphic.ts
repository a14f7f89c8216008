/** What is talked about: a heading and points that come one by one, the newest of them lit. */
import { css, html, nothing, type TemplateResult } from "lit";

import { Graphic } from "../kit/base.js";
import { LOOK } from "../kit/look.js";
import type { Cue } from "../kit/motion.js";

type Point = "point1" | "point2" | "point3" | "point4" | "point5" | "point6";
const POINTS: Point[] = ["point1", "point2", "point3", "point4", "point5", "point6"];

interface Data extends Record<Point, string> {
  heading: string;
  language: string;
}

export default class Agenda extends Graphic<Data> {
  static override styles = [
    LOOK,
    css`
      /* Hung by its upper edge: what has come does not move when more comes. */
      .card { position: absolute; left: var(--safe-x); top: 150px; width: 860px; padding-bottom: 14px; }
      .head {
        --size: 38px; padding: 20px 34px; margin-bottom: 10px;
        background: var(--accent); color: var(--on-accent);
      }
      .point { display: flex; align-items: center; min-height: 84px; }
      .bar { width: 16px; flex: none; align-self: stretch; margin: 8px 0; }
      .number { flex: none; width: 74px; text-align: right; font-size: 40px; font-weight: 700; }
      .words { --size: 40px; flex: 1; min-width: 0; padding: 12px 34px 12px 22px; font-weight: 550; }
      .point { color: var(--quiet); }
      .lit { color: var(--text); }
      .lit .bar { background: var(--accent); }
      .lit .words { font-weight: 700; }
    `,
  ];

  protected override get steps(): number {
    return Math.max(1, this.#points().length);
  }

  protected override body(): TemplateResult {
    const points = this.#points();
    const last = Math.min(this.step, points.length - 1);
    const { heading } = this.data;
    return html`
      <div class="card plate">
        ${heading ? html`<div class="head caps fit" data-fit="2">${heading}</div>` : nothing}
        ${points.slice(0, last + 1).map(
          (text, index) => html`
            <div class="point ${index === last ? "lit" : ""}">
              <div class="bar"></div>
              <div class="number">${index + 1}</div>
              <div class="words fit" data-fit="2">${text}</div>
            </div>
          `,
        )}
      </div>
    `;
  }

  /** Those that are filled, in their order. */
  #points(): string[] {
    return POINTS.map((key) => this.data[key]?.trim() ?? "").filter((text) => text !== "");
  }

  protected override cues(way: "enter" | "leave"): Cue[] {
    const [card] = this.elements(".card");
    if (!card) return [];
    const clipPath = "inset(0 100% 0 0)";
    const texts = this.elements(".words, .number").map((target) => ({
      target,
      away: { opacity: 0 },
      duration: way === "enter" ? 200 : 120,
      delay: way === "enter" ? 180 : 0,
    }));
    return [{ target: card, away: { clipPath }, duration: 340 }, ...texts];
  }

  protected override stepped(before: number): Cue[] {
    const points = this.elements(".point");
    const lit = points.at(-1);
    if (lit === undefined || this.step < before) return [];
    return [{ target: lit, away: { opacity: 0, transform: "translateX(-40px)" }, duration: 300 }];
  }
}
