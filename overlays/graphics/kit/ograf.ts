/**
 * The OGraf v1 contract (ebu/ograf, v1/specification): what a renderer may ask of a graphic.
 * Every action is a promise; a graphic accepts the next one while the previous is still pending.
 */

export interface ReturnPayload {
  statusCode: number;
  statusMessage?: string;
}

export interface PlayReturn extends ReturnPayload {
  currentStep: number | undefined;
}

export interface LoadParams<D> {
  data: D;
  renderType: "realtime" | "non-realtime";
  renderCharacteristics?: Record<string, unknown>;
}

export interface PlayParams {
  delta?: number;
  goto?: number;
  skipAnimation?: boolean;
}

export interface StopParams {
  skipAnimation?: boolean;
}

export interface UpdateParams<D> {
  data: Partial<D>;
  skipAnimation?: boolean;
}

export type ScheduledAction = { timestamp: number } & (
  | { action: { type: "playAction"; params: PlayParams } }
  | { action: { type: "stopAction"; params: StopParams } }
  | { action: { type: "updateAction"; params: UpdateParams<object> } }
);

/** The methods of a graphic's element, as the renderer sees them. */
export interface OgrafElement extends HTMLElement {
  load(params: LoadParams<object>): Promise<ReturnPayload | undefined>;
  dispose(params: object): Promise<ReturnPayload | undefined>;
  playAction(params: PlayParams): Promise<PlayReturn | undefined>;
  stopAction(params: StopParams): Promise<ReturnPayload | undefined>;
  updateAction(params: UpdateParams<object>): Promise<ReturnPayload | undefined>;
}

/**
 * What Efir's own graphics offer beyond OGraf. A foreign graphic has none of it and works all the same.
 * `serverNow` is UTC milliseconds on the server's clock; `shown` says what is painted right now.
 */
export interface EfirExtras {
  serverNow: () => number;
  readonly shown: Shown;
}

/** What a graphic has painted, for marks and tests. */
export interface Shown {
  secondsLeft?: number;
  points?: { first?: number; second?: number };
}

/** Sent up by a graphic whose pixels change; `moving` while an animation runs. */
export const PAINTED = "efir-painted";

export interface Painted {
  moving: boolean;
  /** Where, in CSS pixels of the window; a little too much rather than too little. */
  region: Region;
}

/** x, y, width, height. */
export type Region = readonly [number, number, number, number];
