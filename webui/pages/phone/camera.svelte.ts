/** The phone's own lenses and microphone. What is wrong with them is a code of phone.ftl. */

export type Facing = 'user' | 'environment';
/** Why there is no picture, as the end of a text's name. */
export type Fault = 'denied' | 'none' | 'busy' | 'other';

/** What browsers have of a track beside the standard. */
interface Lens {
  torch?: boolean;
}

/** What took the camera away lets go of it a while later, and nobody says when. */
const AGAIN_MS = 2_000;
const SIZE = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } };

export class Camera {
  stream = $state.raw<MediaStream>();
  fault = $state<Fault>();
  facing = $state<Facing>();
  /** More than one lens. */
  several = $state(false);
  hasTorch = $state(false);
  torch = $state(false);
  muted = $state(false);
  /** The picture has stopped without our doing: another app has the camera, or the system put this one to sleep. */
  asleep = $state(false);
  /** Told about new tracks, so that what is on the way goes on with them. */
  ontracks: (stream: MediaStream) => Promise<void> = () => Promise.resolve();

  #sound = false;
  #device: string | undefined;
  #taking = false;

  constructor() {
    setInterval(() => {
      if (this.asleep && this.#gone && this.fault !== 'denied' && document.visibilityState === 'visible') void this.wake();
    }, AGAIN_MS);
  }

  get video(): MediaStreamTrack | undefined {
    return this.stream?.getVideoTracks()[0];
  }

  get audio(): MediaStreamTrack | undefined {
    return this.stream?.getAudioTracks()[0];
  }

  /** Asks the person, if the browser has not done so before. True: there is a picture. */
  async open(sound: boolean): Promise<boolean> {
    this.#sound = sound;
    return this.#take(this.#device !== undefined ? { deviceId: { exact: this.#device } } : { facingMode: { ideal: 'environment' } });
  }

  /** The other side, or the next lens where the browser does not tell sides. */
  async flip(): Promise<void> {
    const before = this.video?.getSettings();
    if (before?.facingMode !== undefined && before.facingMode !== '') {
      await this.#take({ facingMode: { exact: before.facingMode === 'user' ? 'environment' : 'user' } });
      if (this.fault === undefined) return;
    }
    const lenses = (await navigator.mediaDevices.enumerateDevices()).filter((device) => device.kind === 'videoinput');
    const at = lenses.findIndex((lens) => lens.deviceId === before?.deviceId);
    const next = lenses[(at + 1) % lenses.length];
    await this.#take(next !== undefined && next.deviceId !== '' ? { deviceId: { exact: next.deviceId } } : {});
  }

  async light(on: boolean): Promise<void> {
    try {
      await this.video?.applyConstraints({ advanced: [{ torch: on } as MediaTrackConstraintSet] });
      this.torch = on;
    } catch (error) {
      console.warn('no torch', error);
      this.hasTorch = false;
    }
  }

  mute(on: boolean): void {
    this.muted = on;
    if (this.audio) this.audio.enabled = !on;
  }

  /** After a locked screen: what the system has ended is opened again. */
  async wake(): Promise<void> {
    if (this.stream === undefined || this.#taking) return;
    if (this.#gone || this.video?.muted === true) await this.open(this.#sound);
  }

  get #gone(): boolean {
    return this.stream?.getTracks().some((track) => track.readyState === 'ended') === true;
  }

  close(): void {
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.stream = undefined;
    this.torch = this.hasTorch = this.asleep = false;
  }

  async #take(lens: MediaTrackConstraints): Promise<boolean> {
    this.#taking = true;
    try {
      return await this.#ask(lens);
    } finally {
      this.#taking = false;
    }
  }

  async #ask(lens: MediaTrackConstraints): Promise<boolean> {
    // Many phones open one lens at a time: the old one goes first.
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    const audio = this.#sound ? { echoCancellation: false, noiseSuppression: true, autoGainControl: true } : false;
    let stream: MediaStream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { ...SIZE, ...lens }, audio });
    } catch (error) {
      console.warn('no camera', error);
      this.fault = faultOf(error);
      this.asleep = this.stream !== undefined;
      return false;
    }
    this.fault = undefined;
    this.stream = stream;
    this.mute(this.muted);
    await this.#look(stream);
    await this.ontracks(stream);
    return true;
  }

  async #look(stream: MediaStream): Promise<void> {
    const video = stream.getVideoTracks()[0];
    const settings = video?.getSettings();
    this.#device = settings?.deviceId;
    this.facing = settings?.facingMode === 'user' || settings?.facingMode === 'environment' ? settings.facingMode : undefined;
    // Firefox has no capabilities of a track.
    const can = (video?.getCapabilities?.() ?? {}) as Lens;
    this.hasTorch = can.torch === true;
    this.torch = false;
    this.asleep = false;
    if (video) {
      video.onended = video.onmute = () => (this.asleep = this.video === video);
      video.onunmute = () => (this.asleep = false);
    }
    const devices = await navigator.mediaDevices.enumerateDevices();
    this.several = devices.filter((device) => device.kind === 'videoinput').length > 1;
  }
}

function faultOf(error: unknown): Fault {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied';
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'none';
  return name === 'NotReadableError' || name === 'AbortError' ? 'busy' : 'other';
}
