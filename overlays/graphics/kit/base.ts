/** The base of every graphic of ours: OGraf's methods over one Lit element. */
import { LitElement, html, type PropertyValues, type TemplateResult } from "lit";

import { sameData } from "./data.js";
import { fitText } from "./fit.js";
import { fontsReady } from "./fonts.js";
import { Motion, type Cue } from "./motion.js";
import { NOWHERE, regionOf, union } from "./region.js";
import {
  PAINTED,
  type EfirExtras,
  type LoadParams,
  type OgrafElement,
  type Painted,
  type PlayParams,
  type PlayReturn,
  type Region,
  type ReturnPayload,
  type ScheduledAction,
  type Shown,
  type StopParams,
  type UpdateParams,
} from "./ograf.js";
import { languageOf, type Language } from "./words.js";

/** How far beyond its place a plate may reach while it moves, in pixels. */
const REACH = 64;

const OK: ReturnPayload = { statusCode: 200 };

const lengthOf = (cues: Cue[]): number => Math.max(0, ...cues.map((cue) => cue.duration + (cue.delay ?? 0)));

export abstract class Graphic<D extends object> extends LitElement implements OgrafElement, EfirExtras {
  /** UTC milliseconds on the server's clock; the renderer sets it, elsewhere the machine's own clock must do. */
  serverNow: () => number = Date.now;

  protected data: Partial<D> & { language?: string } = {};
  protected playing = false;
  /** The step shown or, when it is not on air, to be shown first. */
  protected step = 0;

  readonly #motion = new Motion();
  /** On screen: from the start of entering to the end of leaving. */
  #visible = false;
  #region: Region = NOWHERE;
  #schedule: ScheduledAction[] = [];
  #loaded: Partial<D> = {};

  /** The graphic itself; `data` holds what has come so far and may be empty. */
  protected abstract body(): TemplateResult;
  /** What moves when the graphic comes and goes; at most 400 ms in all. */
  protected abstract cues(way: "enter" | "leave"): Cue[];
  /** What moves once the graphic stands: emphasis, never information. */
  protected emphasis(): Cue[] {
    return [];
  }
  /** Called when data became other data while the graphic is on air. */
  protected changed(_before: Partial<D>): Cue[] {
    return [];
  }

  /** How many steps there are with the data so far. */
  protected get steps(): number {
    return 1;
  }
  /** Called when the graphic has gone to another step on air. */
  protected stepped(_before: number): Cue[] {
    return [];
  }

  get shown(): Shown {
    return {};
  }

  protected get language(): Language {
    return languageOf(this.data.language);
  }

  protected elements<E extends HTMLElement = HTMLElement>(selector: string): E[] {
    return [...this.renderRoot.querySelectorAll<E>(selector)];
  }

  override render(): TemplateResult {
    return html`<div class="stage ${this.#visible ? "on" : ""}" lang=${this.language}>${this.body()}</div>`;
  }

  protected override updated(_changed: PropertyValues): void {
    for (const element of this.elements("[data-fit]")) fitText(element, Number(element.dataset["fit"]));
    this.#painted(this.#motion.moving);
  }

  async load({ data, renderType }: LoadParams<object>): Promise<ReturnPayload> {
    this.data = { ...data } as Partial<D>;
    this.#loaded = this.data;
    if (renderType === "non-realtime") this.serverNow = () => 0;
    await fontsReady();
    this.requestUpdate();
    await this.updateComplete;
    return OK;
  }

  async dispose(_params: object): Promise<ReturnPayload> {
    this.#motion.clear();
    this.playing = false;
    this.#visible = false;
    this.requestUpdate();
    return OK;
  }

  async playAction({ skipAnimation = false, ...where }: PlayParams): Promise<PlayReturn> {
    const before = this.step;
    const step = this.#target(where);
    if (step >= this.steps) {
      await this.stopAction({ skipAnimation });
      return { ...OK, currentStep: undefined };
    }
    const fresh = !this.playing;
    if (!fresh && step === before) return { ...OK, currentStep: step };
    this.playing = true;
    this.#visible = true;
    this.step = step;
    this.requestUpdate();
    await this.updateComplete;
    if (!this.playing) return { ...OK, currentStep: undefined };
    if (skipAnimation) this.#motion.clear();
    else await this.#move(fresh ? this.entrance(!this.#motion.moving) : this.stepped(before));
    return { ...OK, currentStep: step };
  }

  #target({ delta = 1, goto }: PlayParams): number {
    return Math.max(0, goto ?? (this.playing ? this.step : -1) + delta);
  }

  async stopAction({ skipAnimation = false }: StopParams): Promise<ReturnPayload> {
    if (!this.#visible) return OK;
    this.playing = false;
    if (!skipAnimation) {
      this.#painted(true);
      const last = await this.#motion.leave(this.cues("leave"));
      if (!last) return OK;
    }
    // Hidden first, then the animations are dropped: the other way round it would be back for a frame.
    this.#visible = false;
    this.requestUpdate();
    await this.updateComplete;
    if (!this.#visible) this.#motion.clear();
    this.#painted(false);
    return OK;
  }

  async updateAction({ data, skipAnimation = false }: UpdateParams<object>): Promise<ReturnPayload> {
    const before = this.data;
    const after = { ...before, ...data } as Partial<D>;
    if (sameData(before, after)) return OK;
    this.data = after;
    this.requestUpdate();
    await this.updateComplete;
    if (this.playing && !skipAnimation && this.data === after) await this.#move(this.changed(before));
    return OK;
  }

  async customAction(_params: { id: string; payload: unknown }): Promise<ReturnPayload> {
    return { statusCode: 404, statusMessage: "this graphic has no custom actions" };
  }

  /** Non-real-time: what shall happen, in milliseconds from the start of the time line. */
  async setActionsSchedule({ schedule }: { schedule: ScheduledAction[] }): Promise<ReturnPayload> {
    this.#schedule = [...schedule].sort((a, b) => a.timestamp - b.timestamp);
    return OK;
  }

  /** Non-real-time: the picture of one moment, the same whatever was asked for before. */
  async goToTime({ timestamp }: { timestamp: number }): Promise<ReturnPayload> {
    this.serverNow = () => timestamp;
    this.#motion.clear();
    this.playing = false;
    this.#visible = false;
    this.data = this.#loaded;
    this.step = 0;
    const past = this.#schedule.filter((entry) => entry.timestamp <= timestamp);
    for (const [index, { action, timestamp: at }] of past.entries()) {
      const last = index === past.length - 1;
      if (action.type === "updateAction") {
        this.data = { ...this.data, ...action.params.data };
        continue;
      }
      const step = action.type === "playAction" ? this.#target(action.params) : this.steps;
      const enters = step < this.steps;
      if (enters) this.step = step;
      const moves = last && !(action.params.skipAnimation ?? false) && this.playing !== enters;
      this.playing = enters;
      this.#visible = enters;
      if (moves) await this.#freeze(enters, timestamp - at);
    }
    this.requestUpdate();
    await this.updateComplete;
    return OK;
  }

  /** Coming in and, unless a leaving is turned round half-way, the emphasis after it, as one time line. */
  private entrance(fresh: boolean): Cue[] {
    const cues = this.cues("enter");
    if (!fresh) return cues;
    const total = lengthOf(cues);
    return [...cues, ...this.emphasis().map((cue) => ({ ...cue, delay: total + (cue.delay ?? 0) }))];
  }

  async #move(cues: Cue[]): Promise<void> {
    if (cues.length === 0) return;
    this.#painted(true);
    if (await this.#motion.enter(cues)) this.#motion.clear();
    this.#painted(this.#motion.moving);
  }

  /** Shows one moment of a movement, `elapsed` ms after it began. */
  async #freeze(enters: boolean, elapsed: number): Promise<void> {
    this.#visible = true;
    this.requestUpdate();
    await this.updateComplete;
    const cues = enters ? this.entrance(true) : this.cues("leave");
    if (elapsed < lengthOf(cues)) {
      void (enters ? this.#motion.enter(cues) : this.#motion.leave(cues));
      this.#motion.seek(elapsed);
    } else {
      this.#visible = enters;
    }
  }

  /** Says where pixels change: where the plates are now and where they were before. */
  #painted(moving: boolean): void {
    const now = this.#visible ? regionOf(this.elements(".plate"), REACH) : NOWHERE;
    const detail = { moving, region: union(this.#region, now) };
    this.#region = moving ? detail.region : now;
    this.dispatchEvent(new CustomEvent<Painted>(PAINTED, { bubbles: true, composed: true, detail }));
  }
}
