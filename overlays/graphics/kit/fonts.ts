/**
 * Golos Text Variable, bundled: Cyrillic, Latin and ₽ (U+20BD lies in the "latin-ext" file of Fontsource).
 * A face inside a shadow root's style sheet is not registered by browsers, so the faces are added to the document.
 */
import cyrillic from "@fontsource-variable/golos-text/files/golos-text-cyrillic-wght-normal.woff2?url";
import latinExt from "@fontsource-variable/golos-text/files/golos-text-latin-ext-wght-normal.woff2?url";
import latin from "@fontsource-variable/golos-text/files/golos-text-latin-wght-normal.woff2?url";

export const FONT_FAMILY = "Golos Text Variable";

/** What is measured before a graphic plays: one letter of each file. */
const PROBE = "Жщ₽Wg0";
const PATIENCE_MS = 3000;

const FACES: readonly [string, string][] = [
  [cyrillic, "U+0301, U+0400-045F, U+0490-0491, U+04B0-04B1, U+2116"],
  [latinExt, "U+0100-02BA, U+1E00-1E9F, U+20A0-20AB, U+20AD-20C0, U+2113"],
  [latin, "U+0000-00FF, U+02C6, U+02DA, U+02DC, U+2000-206F, U+20AC, U+2122, U+2191, U+2193, U+2212, U+FEFF"],
];

let ready: Promise<void> | undefined;

/** Resolves when the type is there; after three seconds without it the system's face must do: a name late is worse. */
export function fontsReady(): Promise<void> {
  ready ??= loadFonts();
  return ready;
}

async function loadFonts(): Promise<void> {
  const known = [...document.fonts].some((face) => face.family.replaceAll('"', "") === FONT_FAMILY);
  if (!known) {
    for (const [url, unicodeRange] of FACES) {
      document.fonts.add(new FontFace(FONT_FAMILY, `url(${url}) format("woff2")`, { weight: "400 900", unicodeRange }));
    }
  }
  const loaded = document.fonts.load(`600 40px "${FONT_FAMILY}"`, PROBE);
  const patience = new Promise<void>((resolve) => setTimeout(resolve, PATIENCE_MS));
  await Promise.race([loaded.then(() => undefined, report), patience]);
}

function report(error: unknown): void {
  console.warn("efir: the bundled font did not load", error);
}
