// Commands as people type them, read the way the server reads them (core/commands/words.py), for completions and forms.

import { commandNamed } from "./boot.js";

const LINE = /^\s*\/([A-Za-z][\w-]*)(?:\s+([\s\S]*))?$/;
const SWITCH = /(?:^|\s)(?:--|—)([A-Za-z][\w-]*)(?:=|\s+|$)/;
const WORD = /^(?:"([^"]*)"|(\S+))/;
const YES_OR_NO = /^(yes|no|true|false|on|off)(?=\s|$)/i;

/** The command of a line and the words behind it, or null. */
export function commandIn(line) {
  const found = LINE.exec(line);
  const command = found && commandNamed(found[1].toLowerCase().replaceAll("_", "-"));
  return command ? { command, rest: found[2] ?? "" } : null;
}

/** The values that a form of this command would show for these words. What cannot be read stays in the words. */
export function valuesIn(rest, command) {
  const values = {};
  let words = rest;
  for (let found = SWITCH.exec(words); found; found = SWITCH.exec(words)) {
    const option = command.options.find((one) => one.name === found[1].toLowerCase() && one.kind !== "files");
    const behind = words.slice(found.index + found[0].length);
    const value = option && WORD.exec(behind);
    if (!option) break;
    let used = 0;
    if (option.kind === "flag") {
      const said = YES_OR_NO.exec(behind);
      values[option.name] = said ? /^(yes|true|on)$/i.test(said[1]) : true;
      used = said ? said[0].length : 0;
    } else if (value) {
      values[option.name] = value[1] ?? value[2];
      used = value[0].length;
    }
    words = `${words.slice(0, found.index).trimEnd()} ${behind.slice(used).trimStart()}`.trim();
  }
  const first = command.options.find((option) => option.kind !== "files");
  if (first && words.trim()) values[first.name] ??= words.trim();
  return values;
}

/** The line that somebody would have typed for these values; what is as it is anyway is left out. */
export function lineOf(command, values) {
  const [first] = command.options.filter((option) => option.kind !== "files");
  const words = [`/${command.name}`];
  if (first && values[first.name] !== undefined && values[first.name] !== first.default) words.push(String(values[first.name]));
  for (const option of command.options) {
    const value = values[option.name];
    if (option === first || option.kind === "files" || value === undefined || value === option.default) continue;
    words.push(option.kind === "flag" ? `--${option.name}${value ? "" : " no"}` : `--${option.name} ${value}`);
  }
  return words.join(" ");
}
