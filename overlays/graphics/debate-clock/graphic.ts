/** The debate's clock: phase, time left, and its colours. Ticks on timers, never on frames: a hidden page keeps time. */
import { css, html, nothing, type TemplateResult } from "lit";

import { clockText, readClock, type Clock, type ClockReading } from "../kit/clock.js";
import { Graphic } from "../kit/base.js";
import { LOOK } from "../kit/look.js";
import type { Cue } from "../kit/motion.js";
import type { Shown } from "../kit/ograf.js";
import { word } from "../kit/words.js";

interface Data {
  phase: "prepare" | "debate" | "judging" | "result" | "idle";
  label: string;
  clock: Clock;
  language: string;
}

/** Nothing that a clock could say in these phases while it stands. */
const UNTIMED: ReadonlySet<string> = new Set(["judging", "result", "idle"]);

export default class DebateClock extends Graphic<Data> {
  static override styles = [
    LOOK,
    css`
      .box.plate {
        position: absolute;
        top: var(--efir-corner-top, var(--safe-y));
        right: var(--efir-corner-right, var(--safe-x));
        bottom: var(--efir-corner-bottom, auto);
        left: var(--efir-corner-left, auto);
        display: flex;
        align-items: stretch;
        min-width: 300px;
      }
      .logo {
        width: 112px;
        background: var(--efir-logo, none) center / 76px 76px no-repeat;
        border-right: 2px solid var(--edge);
        display: var(--efir-logo-display, none);
      }
      .main { flex: 1; padding: 16px 30px 14px; display: flex; flex-direction: column; align-items: center; }
      .label { --size: 32px; max-width: 520px; text-align: center; color: var(--quiet); }
      .time {
        font-size: 92px;
        line-height: 1;
        font-weight: 700;
        letter-spacing: -0.01em;
        min-width: 3.1ch;
        text-align: center;
      }
      .track { position: absolute; inset: auto 0 0 0; height: 8px; background: var(--edge); }
      .fill { height: 100%; background: var(--accent); transform-origin: left; }
      .timed .main { padding-bottom: 22px; }
      .untimed .label { color: var(--text); --size: 40px; padding: 8px 6px; }
      .paused .time { color: var(--quiet); }
      .warning .time { color: var(--warning); }
      .warning .fill { background: var(--warning); }
      .danger, .overtime { background: var(--danger); }
      .danger::after, .overtime::after { box-shadow: inset 0 0 0 2px rgb(255 255 255 / 0.22); }
      .danger .label, .overtime .label, .danger .time, .overtime .time { color: #fff; }
      .danger .fill, .overtime .fill { background: var(--warning); }
      .danger .track, .overtime .track { background: #6d0611; }
      .danger .logo, .overtime .logo { border-color: rgb(255 255 255 / 0.28); }
    `,
  ];

  #timer: ReturnType<typeof setTimeout> | undefined;

  override get shown(): Shown {
    const reading = this.#reading();
    return reading ? { secondsLeft: reading.seconds } : {};
  }

  #reading(): ClockReading | undefined {
    const { clock, phase } = this.data;
    if (!clock) return undefined;
    const stands = clock.state === "idle" || clock.state === "done";
    if (stands && phase !== undefined && UNTIMED.has(phase)) return undefined;
    return readClock(clock, this.serverNow());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  protected override body(): TemplateResult {
    const reading = this.#reading();
    this.#tickAfter(reading?.next);
    const paused = this.data.clock?.state === "paused";
    const state = `${reading?.phase ?? "normal"} ${reading ? "timed" : "untimed"} ${paused ? "paused" : ""}`;
    const label = paused ? word(this.language, "paused") : this.data.label;
    return html`
      <div class="box plate ${state}" role="timer">
        <div class="logo"></div>
        <div class="main">
          ${label ? html`<div class="label caps fit" data-fit="1">${label}</div>` : nothing}
          ${reading ? html`<div class="time">${clockText(reading.seconds)}</div>` : nothing}
        </div>
        ${reading ? html`<div class="track"><div class="fill"></div></div>` : nothing}
      </div>
    `;
  }

  protected override updated(changed: Map<PropertyKey, unknown>): void {
    const [fill] = this.elements(".fill");
    if (fill) fill.style.transform = `scaleX(${this.#reading()?.share ?? 0})`;
    super.updated(changed);
  }

  /** One timer to the very moment at which the painted second changes; a reading too early paints nothing new. */
  #tickAfter(next: number | undefined): void {
    clearTimeout(this.#timer);
    if (next === undefined || !this.isConnected) return;
    this.#timer = setTimeout(() => this.requestUpdate(), Math.max(1, Math.ceil(next)));
  }

  protected override cues(): Cue[] {
    const [box] = this.elements(".box");
    if (!box) return [];
    return [{ target: box, away: { opacity: 0, transform: "translateY(var(--efir-slide, -28px))" }, duration: 320 }];
  }
}
