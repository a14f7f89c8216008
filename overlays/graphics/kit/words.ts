/** The few words that graphics say by themselves; all others come in their data. */

export type Language = "ru" | "en";

const WORDS = {
  ru: {
    topic: "Тема",
    paused: "Пауза",
    open: "Вопросы можно",
    closed: "Без вопросов",
    win: "Победа",
    tie: "Ничья",
    loss: "",
    experts: "сумма баллов экспертов",
    credit: { one: "балл в зачёт", few: "балла в зачёт", many: "баллов в зачёт", other: "балла в зачёт" },
  },
  en: {
    topic: "Motion",
    paused: "Paused",
    open: "Questions open",
    closed: "No questions",
    win: "Winner",
    tie: "Tie",
    loss: "",
    experts: "total of the judges’ points",
    credit: { one: "point to the result", other: "points to the result" },
  },
} as const;

type Plain = "topic" | "paused" | "open" | "closed" | "win" | "tie" | "loss" | "experts";

/** A language that is not ours is read as Russian, the first language of the house. */
export const languageOf = (value: unknown): Language => (value === "en" ? "en" : "ru");

export const word = (language: Language, key: Plain): string => WORDS[language][key];

/** «10 баллов в зачёт» — the number itself is drawn apart. */
export function creditWord(language: Language, count: number): string {
  const forms: Partial<Record<Intl.LDMLPluralRule, string>> = WORDS[language].credit;
  return forms[new Intl.PluralRules(language).select(count)] ?? WORDS[language].credit.other;
}

/** 41, 41,5 in Russian, 41.5 in English. */
export const pointsText = (language: Language, points: number): string =>
  new Intl.NumberFormat(language, { maximumFractionDigits: 2, useGrouping: false }).format(points);
