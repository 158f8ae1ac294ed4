/** Something the command palette can do. */
export interface Command {
	label: string;
	/** What kind of thing it is, on the right: "Page", "Script". */
	kind: string;
	run: () => unknown;
}

/**
 * The commands that a text finds, best first: those that begin with it, those
 * with a word that does, those that contain it, those that have its letters in
 * order. With no text, all as they are.
 */
export function findCommands<C extends Pick<Command, 'label'>>(commands: readonly C[], text: string): C[] {
	const wanted = text.trim().toLowerCase();
	if (wanted === '') return [...commands];
	return commands
		.map((command) => ({ command, rank: rank(command.label.toLowerCase(), wanted) }))
		.filter(({ rank }) => rank < 4)
		.sort((a, b) => a.rank - b.rank)
		.map(({ command }) => command);
}

function rank(label: string, wanted: string): number {
	if (label.startsWith(wanted)) return 0;
	if (label.split(/[\s._/-]+/).some((word) => word.startsWith(wanted))) return 1;
	if (label.includes(wanted)) return 2;
	let at = 0;
	for (const letter of wanted) {
		at = label.indexOf(letter, at) + 1;
		if (at === 0) return 4;
	}
	return 3;
}
