/** The small score in the corner: two names, and their points once they are revealed. */
import { css, html, type TemplateResult } from "lit";

import { Graphic } from "../kit/base.js";
import { LOOK } from "../kit/look.js";
import type { Cue } from "../kit/motion.js";
import type { Shown } from "../kit/ograf.js";
import { pointsText } from "../kit/words.js";

interface Side {
  name: string;
  points?: number;
  side: "first" | "second";
}

interface Data {
  people: Side[];
  revealed: boolean;
  language: string;
}

export default class ScoreBug extends Graphic<Data> {
  static override styles = [
    LOOK,
    css`
      .box.plate {
        position: absolute;
        top: var(--efir-across-top, var(--safe-y));
        left: var(--efir-across-left, var(--safe-x));
        right: var(--efir-across-right, auto);
        bottom: var(--efir-across-bottom, auto);
        width: max-content;
        min-width: 600px;
        max-width: 900px;
      }
      .row { display: flex; align-items: stretch; height: 76px; }
      .row + .row { border-top: 2px solid var(--edge); }
      .bar { width: 16px; flex: none; }
      .first .bar { background: var(--first); }
      .second .bar { background: var(--second); }
      .name { --size: 42px; line-height: 1.06; flex: 1; min-width: 0; align-self: center; padding: 0 24px; font-weight: 600; }
      .points {
        width: 138px; flex: none; display: flex; align-items: center; justify-content: center;
        font-size: 54px; font-weight: 700; background: var(--raised); border-left: 2px solid var(--edge);
      }
      .hidden .points { color: var(--quiet); font-weight: 500; }
      .leads .points { background: var(--accent); color: var(--on-accent); border-color: transparent; }
      .leads .name { font-weight: 700; }
    `,
  ];

  /** Points count only when they are revealed and there: without the word of the server nothing is shown. */
  #points(side: Side | undefined): number | undefined {
    return this.data.revealed === true ? side?.points : undefined;
  }

  override get shown(): Shown {
    const points: { first?: number; second?: number } = {};
    for (const person of this.data.people ?? []) {
      const value = this.#points(person);
      if (value !== undefined) points[person.side] = value;
    }
    return { points };
  }

  protected override body(): TemplateResult {
    const people = (this.data.people ?? []).slice(0, 2);
    const best = Math.max(...people.map((person) => this.#points(person) ?? -Infinity));
    return html`<div class="box plate">${people.map((person) => this.#row(person, best))}</div>`;
  }

  #row(person: Side, best: number): TemplateResult {
    const points = this.#points(person);
    const state = points === undefined ? "hidden" : points === best ? "leads" : "";
    return html`
      <div class="row ${person.side} ${state}">
        <div class="bar"></div>
        <div class="name fit" data-fit="2">${person.name}</div>
        <div class="points"><span class="digits">${points === undefined ? "–" : pointsText(this.language, points)}</span></div>
      </div>
    `;
  }

  protected override cues(way: "enter" | "leave"): Cue[] {
    const [box] = this.elements(".box");
    if (!box) return [];
    const cues: Cue[] = [{ target: box, away: { clipPath: "inset(0 100% 0 0)" }, duration: way === "enter" ? 360 : 300 }];
    if (way === "enter") {
      this.elements(".name").forEach((name, row) =>
        cues.push({ target: name, away: { opacity: 0, transform: "translateX(-24px)" }, duration: 260, delay: 90 + row * 40 }),
      );
    }
    return cues;
  }

  /** Digits that changed roll in; the others stand still. */
  protected override changed(before: Partial<Data>): Cue[] {
    const old = new Map((before.people ?? []).map((person) => [person.side, before.revealed ? person.points : undefined]));
    return (this.data.people ?? []).flatMap((person) => {
      const [digits] = this.elements(`.row.${person.side} .digits`);
      if (!digits || old.get(person.side) === this.#points(person)) return [];
      return [{ target: digits, away: { opacity: 0, transform: "translateY(60%)" }, duration: 320 }];
    });
  }
}
