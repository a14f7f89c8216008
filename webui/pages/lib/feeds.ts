/** The cameras that Efir reads, in words. */
import { feedLevel, keptOut, shownLine, SILENT } from './feed-levels';
import { numberWords, t, has, type Args } from './texts.svelte';
import type { FeedMeasures, FeedWire, LineWire } from './wire';

export { feedLevel, keptOut, lineLevel, sentPeak, spells, type Level } from './feed-levels';

/** Byte 0 of a feed's pictures is 128 and on, by the camera's place in the show; scenes are counted from 2. */
const FIRST_FEED = 128 - 2;
export const feedChannel = (place: number): number => FIRST_FEED + place;

/** Seconds; what differs less belongs together. */
const TOGETHER = 0.05;
/** Seconds without a key frame that are worth a word: cameras send one every second or two. */
const LONG = 4;

/** «в порядке», or what is wrong. */
export function lineWords(line: LineWire): string {
  const reasons = line.condition === 'away' ? (line.why === undefined ? [] : [`feed-why-${line.why}`]) : (line.reasons ?? []).map((fault) => `feed-${fault}`);
  const state = t('feed-state', { state: line.condition });
  return reasons.length === 0 ? state : `${state}: ${reasons.map((reason) => t(reason)).join(', ')}`;
}

/** What to do about a line that is away, and what the system says where we know no better. */
export function adviceWords(line: LineWire): string {
  if (line.condition !== 'away' || line.why === undefined) return '';
  const advice = t(`feed-why-${line.why}.do`);
  return line.detail === undefined ? advice : `${advice} (${line.detail})`;
}

/** Whom a hold keeps from the air; empty: nobody. */
function keptOutWords(feed: FeedWire): string {
  const line = keptOut(feed);
  return line === undefined ? '' : t('feed-kept-out', { line });
}

/** One sentence: what goes out, what is wrong, and whether a hand holds it. Where that is the trouble it comes first: a line is cut at its end. */
export function feedWords(feed: FeedWire): string {
  const out = keptOutWords(feed);
  const held = out !== '' || feed.use === 'auto' ? '' : t('feed-by-hand');
  return [out, stateWords(feed), held].filter(Boolean).join('; ');
}

function stateWords(feed: FeedWire): string {
  if (feed.process === 'refused')
    return feed.code !== undefined && has(feed.code) ? t(feed.code, (feed.args ?? {}) as Args) : t('feed-process-refused');
  if (feed.process === 'restarting') return t('feed-process-restarting');
  if (feed.showing === undefined) return t('feed-state', { state: 'unknown' });
  const line = shownLine(feed) ?? feed.main;
  const shown = t('feed-showing', { shown: feed.showing });
  return line.condition === 'ok' || line.condition === 'unknown' ? shown : `${shown}; ${lineWords(line)}`;
}

/** The same where there is little room, and a hold has a mark of its own: only what is not as it should be. */
export function feedAlarm(feed: FeedWire): string | undefined {
  if (feedLevel(feed) === 'ok') return undefined;
  const line = shownLine(feed);
  const alone = feed.process !== 'refused' && feed.process !== 'restarting' && feed.showing === 'main';
  const words = alone && line !== undefined && line.condition !== 'ok' ? lineWords(line) : stateWords(feed);
  return [keptOutWords(feed), words].filter(Boolean).join('; ');
}

/** «1280×720 · 25 к/с · 4,1 Мбит/с · звук -18 дБ», and what is not as it should be: key frames, errors, sound before or after the picture. */
export function measuredWords(line: FeedMeasures['main'] | undefined): string {
  const parts: string[] = [];
  if (line?.width !== undefined && line.height !== undefined) parts.push(`${line.width}×${line.height}`);
  if (line?.fps !== undefined) parts.push(t('feed-fps', { fps: numberWords(line.fps, 0) }));
  if (line?.kbps !== undefined) parts.push(t('feed-mbps', { mbps: numberWords(line.kbps / 1000, 1) }));
  if ((line?.keyframe ?? 0) >= LONG) parts.push(t('feed-keyframe', { seconds: numberWords(line?.keyframe ?? 0, 0) }));
  if ((line?.errors ?? 0) > 0) parts.push(t('feed-errors-rate', { count: numberWords(line?.errors ?? 0, 1) }));
  if (line?.peak !== undefined) parts.push(line.peak > SILENT ? t('feed-peak', { db: numberWords(line.peak, 0) }) : t('feed-silence'));
  if (Math.abs(line?.skew ?? 0) >= TOGETHER) parts.push(skewWords(line?.skew ?? 0));
  return parts.join(' · ');
}

/** `skew`: seconds by which the sound is ahead. */
const skewWords = (skew: number): string =>
  t('feed-apart', { order: skew > 0 ? 'ahead' : 'behind', seconds: numberWords(Math.abs(skew), 2) });
