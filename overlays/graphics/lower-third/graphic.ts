/** Names: one person, or the two sides of a debate with their positions and the topic above them. */
import { css, html, nothing, type TemplateResult } from "lit";

import { Graphic } from "../kit/base.js";
import { LOOK } from "../kit/look.js";
import type { Cue } from "../kit/motion.js";
import { word } from "../kit/words.js";

interface Person {
  name: string;
  caption?: string;
  position?: string;
  side?: "first" | "second";
}

interface Data {
  topic: string;
  people: Person[];
  title: string;
  subtitle: string;
  language: string;
}

export default class LowerThird extends Graphic<Data> {
  static override styles = [
    LOOK,
    css`
      .group {
        position: absolute;
        left: var(--safe-x);
        right: var(--safe-x);
        bottom: var(--efir-lower-bottom, var(--safe-y));
        display: flex;
        flex-direction: column;
        gap: 14px;
      }
      .topic { display: flex; align-items: stretch; }
      .topic .tag {
        display: flex; align-items: center; padding: 0 28px; font-size: 32px;
        background: var(--accent); color: var(--on-accent);
      }
      .topic .words { --size: 40px; flex: 1; padding: 15px 28px; font-weight: 550; min-width: 0; }
      .people { display: flex; gap: 14px; align-items: stretch; }
      .person { flex: 1 1 0; min-width: 0; display: flex; }
      .bar { width: 16px; flex: none; background: var(--accent); }
      .text {
        flex: 1; min-width: 0; padding: 16px 30px 20px;
        display: flex; flex-direction: column; justify-content: center;
      }
      .name { --size: 56px; font-weight: 700; letter-spacing: -0.005em; }
      .line { margin-top: 6px; }
      .position { --size: 35px; font-weight: 650; }
      .caption { --size: 33px; font-weight: 450; color: var(--quiet); }
      .first .bar { background: var(--first); }
      .second .bar { background: var(--second); }
      .first .position { color: var(--side-first); }
      .second .position { color: var(--side-second); }
      .pair .second { flex-direction: row-reverse; text-align: right; }
      .single .people { justify-content: flex-start; }
      .single .person { flex: 0 1 auto; min-width: 620px; max-width: 1180px; }
      .single .name { --size: 60px; }
    `,
  ];

  protected override body(): TemplateResult {
    const people = this.#people();
    const { topic } = this.data;
    const [first, second] = people;
    return html`
      <div class="group ${second ? "pair" : "single"}">
        ${topic
          ? html`<div class="topic plate">
              <div class="tag caps">${word(this.language, "topic")}</div>
              <div class="words fit" data-fit="2">${topic}</div>
            </div>`
          : nothing}
        <div class="people">
          ${first ? this.#person(first, second ? "first" : "") : nothing}
          ${second ? this.#person(second, "second") : nothing}
        </div>
      </div>
    `;
  }

  /** The generic title and subtitle are one person without a side. */
  #people(): Person[] {
    const { people, title, subtitle } = this.data;
    if (people) return people.slice(0, 2);
    if (!title) return [];
    return [subtitle ? { name: title, caption: subtitle } : { name: title }];
  }

  #person(person: Person, fallback: string): TemplateResult {
    return html`
      <div class="person plate ${person.side ?? fallback}">
        <div class="bar"></div>
        <div class="text">
          <div class="name fit" data-fit="2">${person.name}</div>
          ${person.position ? html`<div class="line position fit" data-fit="2">${person.position}</div>` : nothing}
          ${person.caption ? html`<div class="line caption fit" data-fit="2">${person.caption}</div>` : nothing}
        </div>
      </div>
    `;
  }

  protected override cues(way: "enter" | "leave"): Cue[] {
    const enters = way === "enter";
    const [first, second] = this.elements(".person");
    const cues: Cue[] = [];
    if (first) cues.push(this.#wipe(first, "left", enters ? 60 : 0));
    if (second) cues.push(this.#wipe(second, "right", enters ? 60 : 0));
    for (const text of this.elements(".text")) {
      cues.push({ target: text, away: { opacity: 0 }, duration: enters ? 220 : 120, delay: enters ? 180 : 0 });
    }
    const [topic] = this.elements(".topic");
    if (topic) cues.push({ target: topic, away: { opacity: 0, transform: "translateY(20px)" }, duration: 280, delay: enters ? 120 : 0 });
    return cues;
  }

  #wipe(target: Element, from: "left" | "right", delay: number): Cue {
    const clipPath = from === "left" ? "inset(0 100% 0 0)" : "inset(0 0 0 100%)";
    return { target, away: { clipPath }, duration: 340, delay };
  }
}
