/** The show's theme as custom properties that every graphic inherits. */

export type Corner = "top-left" | "top-right" | "bottom-left" | "bottom-right";

/** `ThemeWire` of control/views/wire.py; colours are written "#rrggbb". */
export interface Theme {
  ground?: string;
  text?: string;
  accent?: string;
  first?: string;
  second?: string;
  logo?: string;
  corner?: Corner;
  marks?: boolean;
}

const SAFE_X = "96px";
const SAFE_Y = "54px";
/** Room that a clock in a bottom corner needs below the names. */
const ABOVE_CLOCK = "240px";
const INK_DARK = "#10131a";
const INK_LIGHT = "#ffffff";

/** Defaults of `graphics/kit/look.ts`, needed where only some colours of a theme are given. */
const GROUND = "#0b1424";
const TEXT = "#ffffff";

type Rgb = [number, number, number];

function rgb(color: string): Rgb | undefined {
  const match = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})/i.exec(color);
  return match ? (match.slice(1, 4).map((part) => parseInt(part, 16)) as Rgb) : undefined;
}

/** `share` of b in a; undefined unless both are written "#rrggbb". */
export function mix(a: string, b: string, share: number): string | undefined {
  const from = rgb(a);
  const to = rgb(b);
  if (!from || !to) return undefined;
  const part = (index: 0 | 1 | 2): string =>
    Math.round(from[index] + (to[index] - from[index]) * share).toString(16).padStart(2, "0");
  return `#${part(0)}${part(1)}${part(2)}`;
}

/** WCAG relative luminance of "#rrggbb"; undefined if it is not written so. */
export function luminance(color: string): number | undefined {
  const parts = rgb(color);
  if (!parts) return undefined;
  const [r, g, b] = parts.map((part) => {
    const value = part / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as Rgb;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** The ink with the better contrast on a colour. */
export function inkOn(color: string): string {
  const ground = luminance(color);
  const dark = luminance(INK_DARK);
  if (ground === undefined || dark === undefined) return INK_DARK;
  return 1.05 / (ground + 0.05) >= (ground + 0.05) / (dark + 0.05) ? INK_LIGHT : INK_DARK;
}

function corner(prefix: string, vertical: string, horizontal: string): Record<string, string> {
  const other = { top: "bottom", bottom: "top", left: "right", right: "left" } as Record<string, string>;
  return {
    [`--efir-${prefix}-${vertical}`]: SAFE_Y,
    [`--efir-${prefix}-${horizontal}`]: SAFE_X,
    [`--efir-${prefix}-${other[vertical]}`]: "auto",
    [`--efir-${prefix}-${other[horizontal]}`]: "auto",
  };
}

/** All custom properties of a theme; an undefined value means: the graphics' own default. */
export function themeProperties(theme: Theme): Record<string, string | undefined> {
  const [vertical, horizontal] = (theme.corner ?? "top-right").split("-") as [string, string];
  const { ground = GROUND, text = TEXT, accent, first, second } = theme;
  return {
    "--efir-ground": theme.ground,
    "--efir-text": theme.text,
    "--efir-accent": accent,
    "--efir-on-accent": accent === undefined ? undefined : inkOn(accent),
    "--efir-first": first,
    "--efir-second": second,
    "--efir-raised": mix(ground, text, 0.07),
    "--efir-edge": mix(ground, text, 0.19),
    "--efir-quiet": mix(text, ground, 0.16),
    "--efir-side-first": first && mix(first, text, 0.5),
    "--efir-side-second": second && mix(second, text, 0.5),
    "--efir-logo": theme.logo === undefined ? undefined : `url(${JSON.stringify(new URL(theme.logo, location.href).href)})`,
    "--efir-logo-display": theme.logo === undefined ? undefined : "block",
    "--efir-slide": vertical === "top" ? "-28px" : "28px",
    "--efir-lower-bottom": vertical === "bottom" ? ABOVE_CLOCK : SAFE_Y,
    ...corner("corner", vertical, horizontal),
    ...corner("across", vertical, horizontal === "left" ? "right" : "left"),
  };
}

export function applyTheme(stage: HTMLElement, theme: Theme): void {
  for (const [name, value] of Object.entries(themeProperties(theme))) {
    if (value === undefined) stage.style.removeProperty(name);
    else stage.style.setProperty(name, value);
  }
}
