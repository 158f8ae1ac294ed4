/** A text that is not saved yet, kept in the browser so that a reload, a crash or a closed tab loses nothing. */
export interface Draft {
	source: string;
	/** The version of the script that it was made from. */
	version: number;
	/** When it was changed last, RFC 3339. */
	at: string;
}

type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

const key = (scriptID: string) => `picloud.draft.${scriptID}`;

/** Keeps the draft of a script; false when the browser does not, for lack of room or leave. */
export function keepDraft(scriptID: string, draft: Draft, store = browserStore()): boolean {
	try {
		if (!store) return false;
		store.setItem(key(scriptID), JSON.stringify(draft));
		return true;
	} catch {
		return false;
	}
}

/** The draft of a script, if there is one that can be read. */
export function readDraft(scriptID: string, store = browserStore()): Draft | undefined {
	try {
		const draft: unknown = JSON.parse(store?.getItem(key(scriptID)) ?? 'null');
		return isDraft(draft) ? draft : undefined;
	} catch {
		return undefined;
	}
}

export function dropDraft(scriptID: string, store = browserStore()): void {
	try {
		store?.removeItem(key(scriptID));
	} catch {
		// What cannot be reached holds nothing of ours.
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
