/** The page for OBS and the bridge: /graphics?token=…[&only=clock,names] */
import { PAINTED, type Painted, type Region } from "../graphics/kit/ograf.js";
import { regionOf, union } from "../graphics/kit/region.js";
import { Live } from "./live-core.js";
import { MarksRow } from "./marks.js";
import { Stage, type WantedGraphics } from "./stage.js";
import { applyTheme, type Theme } from "./theme.js";

interface GraphicsView {
  theme?: Theme;
  language?: string;
  graphics?: WantedGraphics;
}

declare global {
  /** Set by the bridge (overlays/bridge/dirt.py): called when pixels change, with `Change` as JSON. */
  var efirPainted: ((change: string) => void) | undefined;
}

interface Change {
  /** More will change without a further call, until one says false. */
  moving: boolean;
  /** Where; absent: anywhere. */
  region?: Region;
}

const parameters = new URLSearchParams(location.search);
const only = parameters.get("only")?.split(",").filter(Boolean);
const root = document.querySelector<HTMLElement>("#stage")!;

function fitStage(): void {
  root.style.setProperty("--stage-scale", String(Math.min(innerWidth / 1920, innerHeight / 1080)));
}

const live = new Live({
  url: new URL("/live", location.href).href.replace(/^http/, "ws"),
  token: parameters.get("token"),
  view: "graphics",
  onData: (data) => show(data as unknown as GraphicsView),
});

const stage = new Stage(root, {
  importGraphic: (name) => import(/* @vite-ignore */ `/graphics/${encodeURIComponent(name)}/graphic.js`),
  serverNow: live.now,
});

let marks: MarksRow | undefined;

/** The show's language goes into every graphic's data, and only the wished-for graphics are kept. */
function wanted(view: GraphicsView): WantedGraphics {
  const { order = [], byId = {} } = view.graphics ?? {};
  const language = view.language ?? "ru";
  const kept = order.filter((id) => byId[id] !== undefined && (only === undefined || only.includes(id)));
  return {
    order: kept,
    byId: Object.fromEntries(kept.map((id) => [id, { ...byId[id]!, data: { language, ...byId[id]!.data } }])),
  };
}

/** Until the first wish stands complete, what is on the page is not a picture to be taken. */
let complete = false;
let logo: string | undefined;

function show(view: GraphicsView): void {
  const theme = view.theme ?? {};
  applyTheme(root, theme);
  if (theme.marks === true) marks ??= new MarksRow(root);
  else {
    marks?.remove();
    marks = undefined;
  }
  document.documentElement.lang = view.language ?? "ru";
  if (theme.logo !== logo) awaitLogo(theme.logo);
  void stage.want(wanted(view)).then(() => {
    complete = true;
    painted();
  });
  painted();
}

/** A logo that is painted after its graphic is a change of pixels too. */
function awaitLogo(address: string | undefined): void {
  logo = address;
  if (address === undefined) return;
  const image = new Image();
  image.src = address;
  image.decode().then(() => painted(), () => console.warn(`efir: the logo ${address} did not load`));
}

/** Tells the bridge; without a region anything may have changed. */
function painted(region?: Region): void {
  let where = region;
  if (marks?.show(stage.onAir) === true && where) where = union(where, regionOf([marks.element], 0));
  if (!complete || !globalThis.efirPainted) return;
  // A graphic that is not ours does not say when it moves, so it is taken for moving, anywhere.
  const change: Change = { moving: movers.size > 0 || stage.foreign };
  if (where && !stage.foreign) change.region = where;
  globalThis.efirPainted(JSON.stringify(change));
}

const movers = new Set<EventTarget>();

root.addEventListener(PAINTED, (event) => {
  const { moving, region } = (event as CustomEvent<Painted>).detail;
  const mover = event.composedPath()[0]!;
  if (moving) movers.add(mover);
  else movers.delete(mover);
  painted(region);
});
document.fonts.addEventListener("loadingdone", () => painted());
addEventListener("resize", fitStage);
fitStage();
live.connect();
