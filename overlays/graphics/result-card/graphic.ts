/** The result of a debate: both sums, who won, and what it brings to the standings. */
import { css, html, nothing, type TemplateResult } from "lit";

import { Graphic } from "../kit/base.js";
import { LOOK } from "../kit/look.js";
import type { Cue } from "../kit/motion.js";
import type { Shown } from "../kit/ograf.js";
import { creditWord, pointsText, word } from "../kit/words.js";

interface Side {
  name: string;
  points: number;
  result: number;
  outcome: "win" | "loss" | "tie";
  side: "first" | "second";
}

interface Data {
  people: Side[];
  title: string;
  language: string;
}

export default class ResultCard extends Graphic<Data> {
  static override styles = [
    LOOK,
    css`
      .middle { position: absolute; inset: 0; display: flex; align-items: center; justify-content: center; }
      .card { width: 1480px; }
      .head {
        display: flex; align-items: center; min-height: 96px;
        background: var(--ground); border-bottom: 2px solid var(--edge);
      }
      .logo {
        width: 112px; align-self: stretch; background: var(--efir-logo, none) center / 68px 68px no-repeat;
        border-right: 2px solid var(--edge); display: var(--efir-logo-display, none);
      }
      .title { --size: 42px; flex: 1; min-width: 0; text-align: center; padding: 14px 32px; }
      .sides { display: flex; }
      .side { position: relative; flex: 1 1 0; min-width: 0; padding: 40px 40px 34px; text-align: center; }
      .side + .side { border-left: 2px solid var(--edge); }
      .name { --size: 54px; font-weight: 650; min-height: 1.14em; }
      .points { font-size: 232px; line-height: 1; font-weight: 750; letter-spacing: -0.03em; margin: 14px 0 6px; }
      .foot { display: flex; align-items: center; justify-content: center; gap: 22px; min-height: 74px; }
      .verdict { font-size: 38px; padding: 10px 28px; border-radius: 4px; background: var(--accent); color: var(--on-accent); }
      .credit { font-size: 38px; font-weight: 500; color: var(--quiet); }
      .credit b { font-weight: 750; color: var(--text); }
      .win .points, .tie .points { color: var(--accent); }
      .loss .points, .loss .name { color: var(--quiet); }
      .meter { height: 16px; display: flex; background: var(--edge); }
      .lane { flex: 1 1 0; display: flex; }
      .lane.first { justify-content: flex-end; }
      .grow { height: 100%; width: 100%; }
      .first .grow { background: var(--first); }
      .second .grow { background: var(--second); }
      .note { font-size: 32px; text-align: center; color: var(--quiet); padding: 14px 0 18px; background: var(--ground); }
    `,
  ];

  override get shown(): Shown {
    const points: { first?: number; second?: number } = {};
    for (const person of this.data.people ?? []) points[person.side] = person.points;
    return { points };
  }

  protected override body(): TemplateResult {
    const people = (this.data.people ?? []).slice(0, 2);
    return html`
      <div class="middle"><div class="card plate">
        <div class="head">
          <div class="logo"></div>
          <div class="title caps fit" data-fit="1">${this.data.title ?? nothing}</div>
        </div>
        <div class="sides">${people.map((person) => this.#side(person))}</div>
        <div class="meter">${people.map((person) => html`<div class="lane ${person.side}"><div class="grow"></div></div>`)}</div>
        <div class="note">${word(this.language, "experts")}</div>
      </div></div>
    `;
  }

  #side(person: Side): TemplateResult {
    const verdict = word(this.language, person.outcome);
    return html`
      <div class="side ${person.side} ${person.outcome}">
        <div class="name fit" data-fit="2">${person.name}</div>
        <div class="points">${pointsText(this.language, person.points)}</div>
        <div class="foot">
          ${verdict ? html`<span class="verdict caps">${verdict}</span>` : nothing}
          <span class="credit"><b>${pointsText(this.language, person.result)}</b> ${creditWord(this.language, person.result)}</span>
        </div>
      </div>
    `;
  }

  protected override updated(changed: Map<PropertyKey, unknown>): void {
    const people = (this.data.people ?? []).slice(0, 2);
    const most = Math.max(1, ...people.map((person) => person.points));
    this.elements(".grow").forEach((bar, index) => {
      bar.style.width = `${Math.max(0, Math.min(100, (100 * (people[index]?.points ?? 0)) / most))}%`;
    });
    super.updated(changed);
  }

  protected override cues(way: "enter" | "leave"): Cue[] {
    const [card] = this.elements(".card");
    if (!card) return [];
    if (way === "leave") return [{ target: card, away: { opacity: 0, transform: "scale(0.985)" }, duration: 260 }];
    const cues: Cue[] = [{ target: card, away: { opacity: 0, clipPath: "inset(0 30% 0 30%)" }, duration: 360 }];
    this.elements(".points").forEach((points, index) =>
      cues.push({ target: points, away: { opacity: 0, transform: "translateY(40px)" }, duration: 280, delay: 80 + index * 40 }),
    );
    return cues;
  }

  /** The numbers stand; now the bars grow to them and the verdict lands. */
  protected override emphasis(): Cue[] {
    const bars = this.elements(".grow").map((bar) => {
      bar.style.transformOrigin = bar.parentElement?.classList.contains("first") ? "right" : "left";
      return { target: bar, away: { transform: "scaleX(0)" }, duration: 700 };
    });
    const verdicts = this.elements(".verdict").map((verdict) => ({
      target: verdict,
      away: { opacity: 0, transform: "scale(1.25)" },
      duration: 320,
      delay: 260,
    }));
    return [...bars, ...verdicts];
  }
}
