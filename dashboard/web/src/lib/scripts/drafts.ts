/** A text that is not saved yet, kept in the browser so that a reload, a crash or a closed tab loses nothing. */
export interface Draft {
	source: string;
	/** The version of the script that it was made from. */
	version: number;
	/** When it was changed last, RFC 3339. */
	at: string;
}

/** A draft and where it is kept. */
export interface KeptDraft extends Draft {
	slot: string;
}

type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

/** The slot of drafts that were kept when there was one a script. */
const oldSlot = '';

const key = (scriptID: string, slot: string) =>
	`picloud.draft.${scriptID}` + (slot === oldSlot ? '' : `.${slot}`);

/** A place for the drafts of one who writes: others write into places of their own. */
export function newSlot(): string {
	// A random UUID is given to secure pages only.
	return crypto.getRandomValues(new Uint32Array(2)).join('-');
}

/** Keeps the draft of a script; false when the browser does not, for lack of room or leave. */
export function keepDraft(
	scriptID: string,
	slot: string,
	{ source, version, at }: Draft,
	store = browserStore()
): boolean {
	try {
		if (!store) return false;
		store.setItem(key(scriptID, slot), JSON.stringify({ source, version, at }));
		return true;
	} catch {
		return false;
	}
}

/** The drafts of a script that can be read, newest first. */
export function readDrafts(scriptID: string, store = browserStore()): KeptDraft[] {
	return slots(scriptID, store)
		.flatMap((slot) => {
			const draft = read(key(scriptID, slot), store);
			return draft ? [{ ...draft, slot }] : [];
		})
		.sort((a, b) => (a.at < b.at ? 1 : -1));
}

export function dropDraft(scriptID: string, slot: string, store = browserStore()): void {
	try {
		store?.removeItem(key(scriptID, slot));
	} catch {
		// What cannot be reached holds nothing of ours.
	}
}

/** Drops the drafts of a script, whoever wrote them. */
export function dropDrafts(scriptID: string, store = browserStore()): void {
	for (const slot of slots(scriptID, store)) dropDraft(scriptID, slot, store);
}

function slots(scriptID: string, store: Store | undefined): string[] {
	const first = key(scriptID, oldSlot);
	const found: string[] = [];
	try {
		for (let i = 0; i < (store?.length ?? 0); i++) {
			const name = store?.key(i) ?? '';
			if (name === first) found.push(oldSlot);
			else if (name.startsWith(first + '.')) found.push(name.slice(first.length + 1));
		}
	} catch {
		// The same.
	}
	return found;
}

function read(key: string, store: Store | undefined): Draft | undefined {
	try {
		const draft: unknown = JSON.parse(store?.getItem(key) ?? 'null');
		return isDraft(draft) ? draft : undefined;
	} catch {
		return undefined;
	}
}

function isDraft(value: unknown): value is Draft {
	if (typeof value !== 'object' || value === null) return false;
	const { source, version, at } = value as Record<string, unknown>;
	return typeof source === 'string' && typeof version === 'number' && typeof at === 'string';
}

/** Undefined where the browser blocks storage. */
function browserStore(): Store | undefined {
	try {
		return localStorage;
	} catch {
		return undefined;
	}
}
