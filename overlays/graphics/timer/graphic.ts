/**
 * One named timer: its figures, or its banks side by side. Ticks on timers, never on frames: a hidden page keeps time.
 * Without data — the timer was taken away while on air — nothing is drawn.
 */
import { css, html, nothing, type TemplateResult } from "lit";

import { Graphic } from "../kit/base.js";
import type { Clock } from "../kit/clock.js";
import { LOOK } from "../kit/look.js";
import type { Cue } from "../kit/motion.js";
import { readTimer, type Timer, type TimerReading } from "../kit/timer.js";
import { word } from "../kit/words.js";

interface Data {
  timer: Timer;
  corner: string;
  language: string;
}

interface Face {
  id: string;
  name: string;
  clock: Clock;
  reading: TimerReading;
  active: boolean;
}

export default class NamedTimer extends Graphic<Data> {
  static override styles = [
    LOOK,
    css`
      .box.plate {
        position: absolute;
        top: var(--efir-corner-top, var(--safe-y));
        right: var(--efir-corner-right, var(--safe-x));
        bottom: var(--efir-corner-bottom, auto);
        left: var(--efir-corner-left, auto);
        min-width: 300px;
        max-width: 1500px;
      }
      .box.top-left { inset: var(--safe-y) auto auto var(--safe-x); }
      .box.top-right { inset: var(--safe-y) var(--safe-x) auto auto; }
      .box.bottom-left { inset: auto auto var(--safe-y) var(--safe-x); }
      .box.bottom-right { inset: auto var(--safe-x) var(--safe-y) auto; }
      .title { --size: 32px; padding: 14px 30px 0; max-width: 620px; margin: 0 auto; text-align: center; color: var(--quiet); }
      .faces { display: flex; flex-wrap: wrap; justify-content: center; }
      .face {
        position: relative; flex: 1 1 auto; min-width: 230px; padding: 8px 30px 24px;
        display: flex; flex-direction: column; align-items: center;
      }
      .banks { margin-top: 12px; border-top: 2px solid var(--edge); }
      .banks .face { padding-top: 12px; }
      .banks .face + .face { border-left: 2px solid var(--edge); }
      .bank { --size: 34px; max-width: 300px; font-weight: 600; color: var(--quiet); }
      .active .bank { color: var(--text); }
      .active .bank::before {
        content: ""; display: inline-block;
        width: 0; height: 0; margin-right: 12px; border: 11px solid transparent; border-left: 17px solid var(--accent); border-right: 0;
      }
      .time { font-size: 92px; line-height: 1; font-weight: 700; letter-spacing: -0.01em; min-width: 3.1ch; text-align: center; }
      .banks .time { font-size: 74px; }
      /* The name stays while it stands: of several timers on air each must be known. */
      .one .paused .time::before {
        content: ""; position: absolute; left: 26px; top: 32px; width: 10px; height: 44px;
        border: solid var(--accent); border-width: 0 9px;
      }
      .one .paused.danger .time::before, .one .paused.overtime .time::before { border-color: #fff; }
      .one .face { padding-inline: 74px; }
      .paused .time, .banks .face:not(.active) .time { color: var(--quiet); }
      .warning .time { color: var(--warning); }
      .danger, .overtime { background: var(--danger); }
      .danger .time, .overtime .time, .danger .bank, .overtime .bank { color: #fff; }
      .track { position: absolute; inset: auto 0 0 0; height: 8px; background: var(--edge); }
      .fill { height: 100%; background: var(--accent); transform-origin: left; }
      .warning .fill { background: var(--warning); }
      .danger .fill, .overtime .fill { background: var(--warning); }
      .danger .track, .overtime .track { background: #6d0611; }
      .questions {
        padding: 8px 30px; text-align: center; border-top: 2px solid var(--edge); font-size: 32px; font-weight: 600;
        white-space: nowrap; color: var(--quiet); background: var(--ground);
      }
      .questions.open { background: var(--text); color: var(--ground); border-color: transparent; }
    `,
  ];

  #timer: ReturnType<typeof setTimeout> | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  #faces(): Face[] {
    const { timer } = this.data;
    if (!timer) return [];
    const now = this.serverNow();
    const face = (id: string, name: string, clock: Clock): Face => ({
      id, name, clock, reading: readTimer(timer, clock, now), active: id === timer.active,
    });
    if (timer.clock) return [{ ...face("", timer.name, timer.clock), active: true }];
    const { order = [], byId = {} } = timer.banks ?? {};
    return order.flatMap((id) => {
      const bank = byId[id];
      return bank ? [face(id, bank.name, bank.clock)] : [];
    });
  }

  protected override body(): TemplateResult {
    const { timer, corner } = this.data;
    const faces = this.#faces();
    this.#tickAfter(Math.min(...faces.map((face) => face.reading.next ?? Infinity)));
    if (!timer || faces.length === 0) return html``;
    const [first] = faces;
    const questions = timer.banks ? undefined : first?.reading.questions;
    return html`
      <div class="box plate ${corner ?? ""}" role="timer">
        <div class="title caps fit" data-fit="1">${timer.name}</div>
        <div class="faces ${timer.banks ? "banks" : "one"}">${faces.map((face) => this.#face(face))}</div>
        ${questions ? html`<div class="questions ${questions}">${word(this.language, questions)}</div>` : nothing}
      </div>
    `;
  }

  #face({ id, name, clock, reading, active }: Face): TemplateResult {
    const timed = clock.total > 0 && !(this.data.timer?.kind === "time-of-day" && clock.state === "idle");
    return html`
      <div class="face ${reading.phase} ${clock.state} ${active ? "active" : ""}">
        ${id ? html`<div class="bank fit" data-fit="1">${name}</div>` : nothing}
        <div class="time">${reading.text}</div>
        ${timed ? html`<div class="track"><div class="fill" data-share=${reading.share}></div></div>` : nothing}
      </div>
    `;
  }

  protected override updated(changed: Map<PropertyKey, unknown>): void {
    for (const fill of this.elements(".fill")) fill.style.transform = `scaleX(${fill.dataset["share"] ?? 0})`;
    super.updated(changed);
  }

  /** One timer to the very moment at which anything painted changes; a reading too early paints nothing new. */
  #tickAfter(next: number): void {
    clearTimeout(this.#timer);
    if (!Number.isFinite(next) || !this.isConnected) return;
    this.#timer = setTimeout(() => this.requestUpdate(), Math.max(1, Math.ceil(next)));
  }

  protected override cues(): Cue[] {
    const [box] = this.elements(".box");
    if (!box) return [];
    const away = this.data.corner?.startsWith("bottom") ? "translateY(28px)" : "translateY(var(--efir-slide, -28px))";
    return [{ target: box, away: { opacity: 0, transform: away }, duration: 320 }];
  }
}
