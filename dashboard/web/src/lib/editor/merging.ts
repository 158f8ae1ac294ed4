import { diff } from '@codemirror/merge';

export interface Merged {
	text: string;
	/** How many changes of theirs are in the text that mine did not touch. */
	taken: number;
	/** How many places both changed in different ways; mine stands there. */
	conflicts: number;
}

/** A stretch of lines of the base, and the lines that stand there now. */
interface Hunk {
	from: number;
	to: number;
	lines: string[];
}

/**
 * Brings two texts together that were made from the same base: what only one
 * of them changed is taken, and where both did, mine stands and theirs is for
 * people to look at.
 */
export function mergeTexts(base: string, theirs: string, mine: string): Merged {
	const lines = splitLines(base);
	const a = hunks(base, theirs);
	const b = hunks(base, mine);
	const out: string[] = [];
	let at = 0;
	let taken = 0;
	let conflicts = 0;
	while (a.length > 0 || b.length > 0) {
		// All hunks that overlap or touch, one after the other, are one place.
		const from = Math.min(a[0]?.from ?? Infinity, b[0]?.from ?? Infinity);
		let to = from;
		const ofA: Hunk[] = [];
		const ofB: Hunk[] = [];
		for (;;) {
			const next = a[0] && a[0].from <= to ? [a, ofA] : b[0] && b[0].from <= to ? [b, ofB] : undefined;
			if (!next) break;
			const hunk = next[0]!.shift()!;
			next[1]!.push(hunk);
			to = Math.max(to, hunk.to);
		}
		const a1 = apply(lines, from, to, ofA);
		const b1 = apply(lines, from, to, ofB);
		out.push(...lines.slice(at, from));
		if (ofB.length === 0) {
			out.push(...a1);
			taken++;
		} else {
			out.push(...b1);
			if (ofA.length > 0 && a1.join('') !== b1.join('')) conflicts++;
		}
		at = to;
	}
	out.push(...lines.slice(at));
	return { text: out.join(''), taken, conflicts };
}

function apply(lines: string[], from: number, to: number, hunks: Hunk[]): string[] {
	const out: string[] = [];
	let at = from;
	for (const hunk of hunks) {
		out.push(...lines.slice(at, hunk.from), ...hunk.lines);
		at = hunk.to;
	}
	return [...out, ...lines.slice(at, to)];
}

/** The changes from one text to another, by whole lines. */
function hunks(before: string, after: string): Hunk[] {
	const a = splitLines(before);
	const b = splitLines(after);
	// Each line becomes one character, and the characters are compared.
	const codes = new Map<string, string>();
	const encode = (lines: string[]) =>
		lines
			.map((line) => {
				let code = codes.get(line);
				if (code === undefined) {
					// Half of a surrogate pair would be a character with its neighbour.
					const n = codes.size + 1;
					code = String.fromCharCode(n < 0xd800 ? n : n + 0x800);
					codes.set(line, code);
				}
				return code;
			})
			.join('');
	const [from, to] = [encode(a), encode(b)];
	return diff(from, to).map((c) => ({ from: c.fromA, to: c.toA, lines: b.slice(c.fromB, c.toB) }));
}

/** The lines with their ends, so that joining them is the text again. */
function splitLines(text: string): string[] {
	return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}
