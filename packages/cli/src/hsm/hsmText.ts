import type { HsmAnswer, HsmCheck } from '@quorate/requests';
import type { Style } from '../output/style.ts';
import { printable } from '../render/printable.ts';
import { facts } from '../render/table.ts';

type AnswerOf<K extends HsmAnswer['kind']> = Extract<HsmAnswer, { kind: K }>;

export function libraryText({ library }: Pick<AnswerOf<'probed'>, 'library'>): string {
  const { manufacturer, description, libraryVersion, cryptokiVersion } = library;
  return printable(`${manufacturer}, ${description} ${libraryVersion}, PKCS#11 ${cryptokiVersion}`);
}

export function tokenText({ label, model, manufacturer, serial, firmware }: AnswerOf<'status'>['token']): string {
  return printable(`${label} (${manufacturer} ${model}, firmware ${firmware}, serial number ${serial})`);
}

export function probeText({ library, tokens, checks, usable }: AnswerOf<'probed'>, style: Style): string {
  const named = tokens.length > 0 ? tokens.map(tokenText).join('\n') : 'none';
  const head = facts(
    [
      ['library', libraryText({ library })],
      ['tokens', named],
    ],
    style,
  );
  return [
    head,
    ...(checks.length > 0 ? ['', ...checks.map((check) => checkText(check, style))] : []),
    '',
    verdict(checks, usable, style),
  ].join('\n');
}

function checkText({ ok, needed, name, detail }: HsmCheck, style: Style): string {
  const mark = ok ? style.good('yes') : needed ? style.bad('no ') : style.warn('no ');
  return `  ${mark}  ${name}: ${printable(detail)}`;
}

function verdict(checks: readonly HsmCheck[], usable: boolean | undefined, style: Style): string {
  if (checks.length === 0) return 'Name a token with --token to look further.';
  if (usable === undefined)
    return 'That is what it says of itself. With its PIN everything is tried out, and nothing stays on the token.';
  if (usable) return style.good('A node can use this module: it seals shares, and signs approvals.');
  return style.bad('A node cannot use this module as it is configured.');
}
