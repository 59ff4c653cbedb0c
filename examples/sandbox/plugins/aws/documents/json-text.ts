import { isMap, type Properties, type PropertyValue } from "../../kernel/property-values";

/** The object a text holds as JSON; undefined for anything else. */
export function parseObjectText(text: string): Properties | undefined {
  try {
    const parsed = JSON.parse(text) as PropertyValue;
    return isMap(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}
