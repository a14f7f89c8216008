/**
 * Sends the phone's picture (WHIP, RFC 9725) and keeps sending: a connection that is lost is made again for as long as
 * the person wants it. The server's word decides who goes on when two pages have the same link.
 */
import { call, Refused } from '$lib/api';
import type { Camera } from './camera.svelte';

/** off: not wanted. lost: wanted, and made again by itself. taken: another page goes on with this link. */
export type State = 'off' | 'connecting' | 'live' | 'lost' | 'taken';

/** Of the last seconds. */
export interface Figures {
  /** Milliseconds there and back. */
  rtt?: number;
  kbps?: number;
  /** Share of the packets that did not arrive, 0 … 1. */
  loss?: number;
}

interface Battery {
  level: number;
  charging: boolean;
}

const GATHER_MS = 1_500;
const OPEN_MS = 12_000;
/** For the server's answer: a network that swallows everything holds a request for minutes. */
const ANSWER_MS = 18_000;
/** A connection may come back by itself for so long. */
const PATIENCE_MS = 2_500;
const RETRY_FIRST_MS = 400;
const RETRY_MOST_MS = 5_000;
const FIGURES_MS = 2_000;
const MOST_BPS = 4_000_000;

export class Publisher {
  state = $state<State>('off');
  /** What the server said against it, in words. */
  trouble = $state<string>();
  figures = $state.raw<Figures>({});
  battery = $state.raw<Battery>();

  readonly #camera: Camera;
  readonly #as: string | undefined;
  #ice: readonly string[] = [];
  #peer: RTCPeerConnection | undefined;
  #session: string | undefined;
  #round = 0;
  #attempt = 0;
  /** The round of the attempt that runs: another one beside it would end it. */
  #trying: number | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #before: { at: number; bytes: number; pictures: number } | undefined;

  constructor(camera: Camera, as: string | undefined) {
    this.#camera = camera;
    this.#as = as;
    camera.ontracks = (stream) => this.#replace(stream);
    setInterval(() => void this.#measure(), FIGURES_MS);
    addEventListener('online', () => this.hurry());
    // Nothing may be asked of a page that is going; this is let through.
    addEventListener('pagehide', () => this.#end());
    document.addEventListener('visibilitychange', () => void this.#tell());
    void this.#watchBattery();
  }

  start(ice: readonly string[]): void {
    this.#ice = ice;
    this.#attempt = 0;
    this.state = 'connecting';
    void this.#publish();
  }

  stop(): void {
    clearTimeout(this.#retry);
    this.#over();
    this.state = 'off';
    this.trouble = undefined;
    this.figures = {};
    this.#end();
  }

  /** The network or the person is back: do not wait for the timer. */
  hurry(): void {
    if (this.state !== 'lost' || this.#trying !== undefined) return;
    this.#attempt = 0;
    void this.#publish();
  }

  /** A page that the server let go of without our doing asks before it comes back. */
  async check(): Promise<void> {
    if (this.state === 'live') await this.#tell();
  }

  // --- the connection ---

  async #publish(): Promise<void> {
    clearTimeout(this.#retry);
    const round = ++this.#round;
    this.#trying = round;
    setTimeout(() => {
      if (round === this.#trying) this.#lost(round);
    }, ANSWER_MS);
    const old = this.#session;
    if (old !== undefined && (await this.#replaced(old))) return this.#taken(round);
    if (round !== this.#round) return;
    this.#drop();
    const stream = this.#camera.stream;
    if (stream === undefined) return this.#lost(round);
    const peer = new RTCPeerConnection({ iceServers: this.#ice.map((urls) => ({ urls })), bundlePolicy: 'max-bundle' });
    this.#peer = peer;
    try {
      await this.#negotiate(peer, stream, round);
    } catch (error) {
      if (round !== this.#round) return;
      this.trouble = error instanceof Refused ? error.message : undefined;
      console.warn('cannot publish', error);
      this.#lost(round);
    }
  }

  async #negotiate(peer: RTCPeerConnection, stream: MediaStream, round: number): Promise<void> {
    for (const track of stream.getTracks()) {
      const encoding = track.kind === 'video' ? { sendEncodings: [{ maxBitrate: MOST_BPS }] } : {};
      const transceiver = peer.addTransceiver(track, { direction: 'sendonly', streams: [stream], ...encoding });
      if (track.kind === 'video') preferHardware(transceiver);
    }
    await peer.setLocalDescription(await peer.createOffer());
    await gathered(peer);
    if (round !== this.#round) return;
    const { session, answer } = await this.#exchange(peer.localDescription?.sdp ?? '');
    if (round !== this.#round) return this.#leave(session); // another attempt runs, or none is wanted any more
    this.#session = session;
    this.#trying = undefined;
    peer.onconnectionstatechange = () => this.#changed(peer, round);
    await peer.setRemoteDescription({ type: 'answer', sdp: answer });
    setTimeout(() => {
      if (round === this.#round && peer.connectionState !== 'connected') this.#lost(round);
    }, OPEN_MS);
  }

  async #exchange(sdp: string): Promise<{ session: string | undefined; answer: string }> {
    let response: Response;
    try {
      response = await fetch(this.#path('/whip'), { method: 'POST', headers: { 'Content-Type': 'application/sdp' }, body: sdp });
    } catch {
      throw new Refused(0, undefined);
    }
    if (response.status !== 201) {
      const json = response.headers.get('Content-Type')?.startsWith('application/json') ?? false;
      throw new Refused(response.status, json ? await response.json() : undefined);
    }
    return { session: response.headers.get('Location') ?? undefined, answer: await response.text() };
  }

  #changed(peer: RTCPeerConnection, round: number): void {
    if (round !== this.#round) return;
    if (peer.connectionState === 'connected') {
      this.state = 'live';
      this.trouble = undefined;
      this.#attempt = 0;
      void this.#tell();
    } else if (peer.connectionState === 'disconnected') {
      this.state = 'connecting';
      setTimeout(() => {
        if (round === this.#round && peer.connectionState !== 'connected') this.#lost(round);
      }, PATIENCE_MS);
    } else if (peer.connectionState === 'failed' || peer.connectionState === 'closed') this.#lost(round);
  }

  #lost(round: number): void {
    if (round !== this.#round || this.state === 'off') return;
    this.#over();
    this.state = 'lost';
    this.figures = {};
    this.#peer?.close();
    const most = Math.min(RETRY_MOST_MS, RETRY_FIRST_MS * 2 ** this.#attempt);
    this.#attempt += 1;
    this.#retry = setTimeout(() => void this.#publish(), most * (0.5 + Math.random() / 2));
  }

  #taken(round: number): void {
    if (round !== this.#round) return;
    this.#over();
    this.#drop();
    this.#session = undefined;
    this.figures = {};
    this.state = 'taken';
  }

  /** Whatever of this round comes later is too late. */
  #over(): void {
    this.#round += 1;
    this.#trying = undefined;
  }

  #drop(): void {
    const peer = this.#peer;
    this.#peer = undefined;
    this.#before = undefined;
    if (peer) {
      peer.onconnectionstatechange = null;
      peer.close();
    }
  }

  #end(): void {
    this.#drop();
    const session = this.#session;
    this.#session = undefined;
    this.#leave(session);
  }

  #leave(session: string | undefined): void {
    if (session !== undefined) void fetch(this.#path(session), { method: 'DELETE', keepalive: true }).catch(() => undefined);
  }

  async #replace(stream: MediaStream): Promise<void> {
    const peer = this.#peer?.signalingState === 'closed' ? undefined : this.#peer;
    for (const sender of peer?.getSenders() ?? []) {
      const track = stream.getTracks().find((one) => one.kind === sender.track?.kind);
      if (track) await sender.replaceTrack(track);
    }
    this.hurry();
    await this.#tell();
  }

  // --- what is told ---

  async #measure(): Promise<void> {
    const peer = this.#peer;
    if (peer === undefined || this.state !== 'live') return;
    let rtt: number | undefined;
    let loss: number | undefined;
    let bytes = 0;
    const stats = await peer.getStats();
    for (const one of stats.values() as Iterable<Record<string, unknown>>) {
      if (one['type'] === 'candidate-pair' && one['nominated'] === true && typeof one['currentRoundTripTime'] === 'number')
        rtt = one['currentRoundTripTime'] * 1000;
      if (one['type'] === 'remote-inbound-rtp' && one['kind'] === 'video' && typeof one['fractionLost'] === 'number') loss = one['fractionLost'];
      if (one['type'] === 'outbound-rtp' && typeof one['bytesSent'] === 'number') bytes += one['bytesSent'];
    }
    const now = performance.now();
    const pictures = picturesOf(stats);
    const track = this.#camera.video;
    const stalled = this.#before?.pictures === pictures && track?.readyState === 'live' && !track.muted;
    if (stalled && document.visibilityState === 'visible') return this.#lost(this.#round); // connected, but nothing is seen: begun anew
    const kbps = this.#before === undefined ? undefined : Math.max(0, (bytes - this.#before.bytes) * 8) / (now - this.#before.at);
    this.#before = { at: now, bytes, pictures };
    this.figures = { ...(rtt === undefined ? {} : { rtt }), ...(kbps === undefined ? {} : { kbps }), ...(loss === undefined ? {} : { loss }) };
    await this.#tell();
  }

  async #tell(): Promise<void> {
    const session = this.#session;
    const round = this.#round;
    if (session === undefined || this.state !== 'live') return;
    const { battery, figures } = this;
    const camera = this.#camera;
    try {
      await call('POST', this.#path(`${session}/state`), {
        ...(figures.rtt === undefined ? {} : { rtt: figures.rtt }),
        ...(battery ? { battery: battery.level, charging: battery.charging } : {}),
        ...(camera.facing ? { facing: camera.facing } : {}),
        ...(camera.hasTorch ? { torch: camera.torch } : {}),
        ...(camera.audio ? { muted: camera.muted } : {}),
        hidden: document.visibilityState === 'hidden',
      });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (error.problem?.code === 'phone-replaced') this.#taken(round);
      else if (error.status === 404) this.#lost(round); // an Efir that was started again knows us no more
    }
  }

  async #replaced(session: string): Promise<boolean> {
    try {
      await call('POST', this.#path(`${session}/state`), {});
    } catch (error) {
      return error instanceof Refused && error.problem?.code === 'phone-replaced';
    }
    return false;
  }

  #path(path: string): string {
    return this.#as === undefined ? path : `${path}?as=${encodeURIComponent(this.#as)}`;
  }

  async #watchBattery(): Promise<void> {
    // Chromium has it; Safari and Firefox tell nobody.
    const ask = (navigator as { getBattery?: () => Promise<Battery & EventTarget> }).getBattery;
    if (ask === undefined) return;
    try {
      const battery = await ask.call(navigator);
      const read = (): void => {
        this.battery = { level: battery.level, charging: battery.charging };
      };
      battery.addEventListener('levelchange', read);
      battery.addEventListener('chargingchange', read);
      read();
    } catch (error) {
      console.info('the battery is not told', error);
    }
  }
}

/** How many were encoded so far. */
function picturesOf(stats: RTCStatsReport): number {
  for (const one of stats.values() as Iterable<Record<string, unknown>>)
    if (one['type'] === 'outbound-rtp' && one['kind'] === 'video' && typeof one['framesEncoded'] === 'number') return one['framesEncoded'];
  return 0;
}

/** H.264 first, where it is: phones encode it without warming up. */
function preferHardware(transceiver: RTCRtpTransceiver): void {
  const codecs = RTCRtpSender.getCapabilities('video')?.codecs ?? [];
  const first = codecs.filter((codec) => codec.mimeType === 'video/H264');
  if (first.length === 0 || typeof transceiver.setCodecPreferences !== 'function') return;
  try {
    transceiver.setCodecPreferences([...first, ...codecs.filter((codec) => codec.mimeType !== 'video/H264')]);
  } catch (error) {
    console.info('the browser chooses the codec', error); // older ones take only what they can also receive
  }
}

/** All candidates in one offer: without a STUN server it takes milliseconds. */
function gathered(peer: RTCPeerConnection): Promise<void> {
  if (peer.iceGatheringState === 'complete') return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, GATHER_MS);
    peer.addEventListener('icegatheringstatechange', () => {
      if (peer.iceGatheringState !== 'complete') return;
      clearTimeout(timer);
      resolve();
    });
  });
}
