// Made from the OpenAPI document by `npm run api`. Do not edit.

export interface paths {
    "/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the audit log
         * @description Who changed what, newest first. Nothing can change or delete an entry.
         *
         *     Needs a token or session with the scope admin.
         */
        get: operations["list-audit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download a backup
         * @description A consistent copy of everything but execution records and counts, made while the server goes on, and read through before it is sent. It holds the sources of all scripts, and the hashes of tokens. Only the embedded store can do it; other databases have tools for it: then the answer is 501 with the code no_backup.
         *
         *     Needs a token or session with the scope admin.
         */
        get: operations["get-backup"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/completions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get completions
         * @description What scripts may use: the packages with their symbols, the keywords and the predeclared names. It changes with the version of PiCloud only: keep it, and ask again with If-None-Match, which answers 304.
         *
         *     Needs a token or session with the scope read.
         */
        get: operations["get-completions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/config": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the effective configuration
         * @description Needs a token or session with the scope read.
         */
        get: operations["get-config"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export all scripts and routes
         * @description Everything of one moment, in an order that changes only with what is exported. Versions that are not live, execution records and tokens are no part of it.
         *
         *     Needs a token or session with the scope read.
         */
        get: operations["export"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Import scripts and routes
         * @description Makes the scripts of the bundle what the bundle says, all of it or nothing. Scripts are recognised by their names; the routes of one become exactly those that are listed with it. Sources that change are checked, and routes must not conflict with each other or with those that stay. Importing the same again changes nothing. With dry_run=true everything is done but the change itself.
         *
         *     Needs a token or session with the scope write.
         */
        post: operations["import"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List execution records
         * @description Newest first, without their log lines. Under overload successes are sampled: one record then stands for as many executions as its weight says. Failures are all recorded, and so are executions that logged a warning or an error.
         *
         *     Needs a token or session with the scope read.
         */
        get: operations["list-executions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/logs/{execution_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get an execution record
         * @description With its log lines.
         *
         *     Needs a token or session with the scope read.
         */
        get: operations["get-execution"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/logs:tail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow execution records
         * @description Sends executions as they end, as server-sent events, with the filters of the list. A client that connects again and sends the id of the last event as Last-Event-ID, as browsers do by themselves, misses nothing and gets nothing twice. One that is more than 10,000 executions behind is sent a dropped event and the newest ones. While nothing happens a comment is sent every 15 seconds. Before the server ends the stream it sends an end event: connect again. Only 64 clients may follow the log at once; beyond that the answer is 503 with the code too_many_tails.
         *
         *     Needs a token or session with the scope read.
         */
        get: operations["tail-executions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/nodes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the nodes
         * @description Those that share the store, with a heartbeat every 10 seconds. One that ends is gone at once, and one that has died after 5 minutes. Where the store is not shared there is one node.
         *
         *     Needs a token or session with the scope read.
         */
        get: operations["list-nodes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the OpenAPI document
         * @description Needs a token or session with the scope read.
         */
        get: operations["get-openapi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/routes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List routes
         * @description The routes of all scripts, in the order of their ids, which is that of their age but for imported ones.
         *
         *     Needs a token or session with the scope read.
         */
        get: operations["list-routes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/routes/{route_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a route
         * @description Needs a token or session with the scope read.
         */
        get: operations["get-route"];
        /**
         * Replace a route
         * @description Replaces all of the route but its script, which another script_id changes. Refused as when creating. Requests go from the old route to the new one without a gap.
         *
         *     Needs a token or session with the scope write.
         */
        put: operations["replace-route"];
        post?: never;
        /**
         * Delete a route
         * @description Needs a token or session with the scope write.
         */
        delete: operations["delete-route"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/routes:check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Check a route
         * @description Tells how a route would stand to those that are live on this node, without creating it. With an id it is compared as the replacement of that route. A path that cannot be bound is refused with 422, as when creating.
         *
         *     Needs a token or session with the scope read.
         */
        post: operations["check-route"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/routes:match": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Match a request
         * @description Tells which route would answer a request on this node, with which captures, and why the others would not.
         *
         *     Needs a token or session with the scope read.
         */
        post: operations["match-route"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/scripts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List scripts
         * @description By name, without their sources.
         *
         *     Needs a token or session with the scope read.
         */
        get: operations["list-scripts"];
        put?: never;
        /**
         * Create a script
         * @description Checks the source and makes it live version 1. A source that would not run is refused with 422 and diagnostics.
         *
         *     Needs a token or session with the scope write.
         */
        post: operations["create-script"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/scripts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a script
         * @description Needs a token or session with the scope read.
         */
        get: operations["get-script"];
        /**
         * Replace a script
         * @description Replaces all of the script: what is left out gets its default. A source that differs from the live one is checked and becomes a new live version.
         *
         *     Needs a token or session with the scope write.
         */
        put: operations["replace-script"];
        post?: never;
        /**
         * Delete a script
         * @description Deletes its versions and routes too. Its execution records stay.
         *
         *     Needs a token or session with the scope write.
         */
        delete: operations["delete-script"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/scripts/{id}/routes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the routes of a script
         * @description In the order of their ids, which is that of their age but for imported ones.
         *
         *     Needs a token or session with the scope read.
         */
        get: operations["list-script-routes"];
        put?: never;
        /**
         * Bind a script to a path
         * @description A path that cannot be bound is refused with 422, with the field and the byte where it goes wrong. One that conflicts with a route is refused with 409, with that route and a request that both would match.
         *
         *     Needs a token or session with the scope write.
         */
        post: operations["create-route"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/scripts/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Test a script
         * @description Runs a source, or the script's live version, once with a made-up request, within the same limits and walls as for real requests, but apart from the live version: it has fresh global variables and leaves no execution record. A source that would not run is answered with 200 and diagnostics. Only a few test runs are made at once; beyond that the answer is 503 with the code too_many_tests.
         *
         *     Needs a token or session with the scope write.
         */
        post: operations["test-script"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/scripts/{id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the versions of a script
         * @description Newest first, without their sources.
         *
         *     Needs a token or session with the scope read.
         */
        get: operations["list-versions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/scripts/{id}/versions/{n}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a version of a script
         * @description Needs a token or session with the scope read.
         */
        get: operations["get-version"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/scripts/{id}/versions/{n}/activate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a version live
         * @description Goes back, or forth, to a version that was saved before. It is checked first, as when saving.
         *
         *     Needs a token or session with the scope write.
         */
        post: operations["activate-version"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/scripts:check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Check a source
         * @description Checks a source as saving it would, without saving it. Warnings do not keep a source from being saved; with script_id or routes, a parameter that no route captures is one of them.
         *
         *     Needs a token or session with the scope read.
         */
        post: operations["check-script"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/scripts:format": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Format a source
         * @description Formats a source as gofmt does. One that cannot be parsed is refused with 422 and diagnostics.
         *
         *     Needs a token or session with the scope read.
         */
        post: operations["format-script"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/scripts:test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Test a source
         * @description Does the same for a source that is not saved as a script yet.
         *
         *     Needs a token or session with the scope write.
         */
        post: operations["test-draft"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get who the caller is
         * @description Needs no credentials.
         */
        get: operations["get-session"];
        put?: never;
        /**
         * Sign in with a token
         * @description Starts a session, whose cookie no script of a page can read. It ends with its token, after 7 days without use, and after 30 days. An address that sends too many wrong tokens is told to wait; a right one is always taken.
         *
         *     Needs no credentials.
         */
        post: operations["sign-in"];
        /**
         * Sign out
         * @description Ends the caller's session, if there is one, and takes its cookie away.
         *
         *     Needs no credentials.
         */
        delete: operations["sign-out"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List sessions
         * @description Oldest first.
         *
         *     Needs a token or session with the scope admin.
         */
        get: operations["list-sessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * End a session
         * @description Needs a token or session with the scope admin.
         */
        delete: operations["delete-session"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get whether the setup is open
         * @description Needs no credentials.
         */
        get: operations["get-setup"];
        put?: never;
        /**
         * Make the first token
         * @description Takes the code of the setup link that is logged at each start without a token. It works once, for an hour. The answer has a token with all scopes, this once, and signs the browser in.
         *
         *     Needs no credentials.
         */
        post: operations["complete-setup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get counts of executions over time
         * @description Every execution counts, whether its record was kept or not. Test runs do not.
         *
         *     Needs a token or session with the scope read.
         */
        get: operations["get-stats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List templates
         * @description Scripts to start from, each with routes and a request to try. Creating a script from one is saving its source.
         *
         *     Needs a token or session with the scope read.
         */
        get: operations["list-templates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List tokens
         * @description Oldest first, without their secrets.
         *
         *     Needs a token or session with the scope admin.
         */
        get: operations["list-tokens"];
        put?: never;
        /**
         * Create a token
         * @description The answer has the token itself, this once. The first token opens the admin API on the sites and closes the setup.
         *
         *     Needs a token or session with the scope admin.
         */
        post: operations["create-token"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tokens/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete a token
         * @description It ends at once, and its sessions with it. Without the last token the admin API is closed on the sites.
         *
         *     Needs a token or session with the scope admin.
         */
        delete: operations["delete-token"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        AuditEntry: {
            /** @description What was done, such as script.create. */
            action: string;
            /** @description From which address. */
            address: string;
            /**
             * Format: date-time
             * @description When it happened.
             */
            at: string;
            /** @description More about it, null for nothing. */
            detail: {
                [key: string]: unknown;
            } | null;
            /**
             * Format: uuid
             * @description The entry's id.
             */
            id: string;
            /** @description What it was done to. */
            object: components["schemas"]["AuditObject"];
            /** @description Who did it. */
            principal: components["schemas"]["AuditPrincipal"];
        };
        AuditObject: {
            /** @description Its id, empty when it has none. It may be gone. */
            id: string;
            /** @description script, route, token, session or import. */
            kind: string;
            /** @description Its name at that time; for a session, its token's. */
            name: string;
        };
        AuditPrincipal: {
            /** @description The token that was used, also to sign in. Empty when there was none. */
            id: string;
            /** @description local, token, session, setup, or system for PiCloud itself. */
            kind: string;
            /** @description The token's name at that time. */
            name: string;
        };
        Bundle: {
            /**
             * Format: int64
             * @description The format of the bundle.
             * @enum {integer}
             */
            format: 1;
            /** @description The scripts. By name when exported. */
            scripts: components["schemas"]["BundleScript"][];
        };
        BundleRoute: {
            /** @description An expression over request that must be true for the route to answer. Empty for none. */
            guard?: string;
            /** @description Empty or * for any host, a name or IP address, or *.suffix. */
            host?: string;
            /** @description The parameter that takes what stands in front of the suffix of a wildcard host. */
            host_param_name?: string;
            /** @description The route's id. A new route gets it if no other has it; one that is there is changed. */
            id?: string;
            /** @description GET, HEAD, POST, PUT, PATCH, DELETE or OPTIONS; empty, * or ANY for any. */
            method?: string;
            /** @description The pattern: /exact, /prefix/* or /with/:param. */
            path: string;
        };
        BundleScript: {
            /** @description What the script is for. */
            description?: string;
            /**
             * @description Whether the script answers.
             * @default true
             */
            enabled?: boolean;
            /** @description The script's id. A new script gets it if no other has it; else it means nothing. */
            id?: string;
            /**
             * Format: int64
             * @description How many executions may run at once. 0 for the configuration's default.
             * @default 0
             */
            max_concurrency?: number;
            /**
             * Format: int64
             * @description How many loop turns and calls one execution may make. 0 for the configuration's default.
             * @default 0
             */
            max_operations?: number;
            /**
             * Format: int64
             * @description How much memory the script may hold, in MiB. 0 for the configuration's default.
             * @default 0
             */
            memory_limit_mb?: number;
            /** @description The script's name, by which it is recognised. */
            name: string;
            /** @description All routes of the script. If they are left out when importing, its routes stay as they are. */
            routes?: components["schemas"]["BundleRoute"][];
            /** @description One Go file, package main, of at most 1 MiB. */
            source: string;
            /**
             * Format: int64
             * @description How long one execution may take, in milliseconds. 0 for the configuration's default.
             * @default 0
             */
            timeout_ms?: number;
        };
        CheckInput: {
            /** @description The routes that are meant, instead of those that the script has. They may be unfinished. */
            routes?: components["schemas"]["RouteInput"][];
            /** @description The script that the source is for: warnings tell of parameters that its routes do not capture. */
            script_id?: string;
            /** @description One Go file, package main, of at most 1 MiB. */
            source: string;
        };
        CheckResult: {
            /** @description What is wrong with it. Lines and columns count from 1, columns in UTF-16 units. */
            diagnostics: components["schemas"]["Diagnostic"][];
            /** @description Whether the source would be saved. */
            ok: boolean;
        };
        CompletionMember: {
            /** @description What it does, in a sentence. */
            doc?: string;
            /**
             * @description What it is.
             * @enum {string}
             */
            kind: "field" | "method";
            /** @description The name. */
            name: string;
            /** @description Its declaration, as Go writes it. */
            signature: string;
        };
        CompletionPackage: {
            /** @description The name in front of its symbols. */
            name: string;
            /** @description The import path. */
            path: string;
            /** @description What it exports to scripts. */
            symbols: components["schemas"]["CompletionSymbol"][];
        };
        CompletionSymbol: {
            /** @description What it does, in a sentence. */
            doc?: string;
            /**
             * @description What it is.
             * @enum {string}
             */
            kind: "func" | "type" | "const" | "var";
            /** @description The fields and methods of a type. */
            members?: components["schemas"]["CompletionMember"][];
            /** @description The name. */
            name: string;
            /** @description Its declaration, as Go writes it. */
            signature: string;
        };
        Completions: {
            /** @description The names that need no import. */
            builtins: components["schemas"]["CompletionSymbol"][];
            /** @description The keywords of the language. */
            keywords: string[];
            /** @description The packages that scripts may import. */
            packages: components["schemas"]["CompletionPackage"][];
        };
        Diagnostic: {
            code: string;
            /** Format: int64 */
            column: number;
            /** Format: int64 */
            end_column?: number;
            /** Format: int64 */
            end_line?: number;
            /** Format: int64 */
            line: number;
            message: string;
            /** @enum {string} */
            severity: "error" | "warning";
        };
        DraftTestInput: {
            /** @description The limits to run under. The configuration's defaults if they are left out. */
            limits?: components["schemas"]["ScriptLimits"];
            /** @description The request to answer. */
            request: components["schemas"]["TestRequest"];
            /** @description The source to run: one Go file, package main, of at most 1 MiB. */
            source: string;
        };
        Execution: {
            /**
             * Format: double
             * @description How long it took in all, in milliseconds.
             */
            duration_ms: number;
            /** @description Why it failed, which the client was not told. */
            error: string;
            /** @description Its host. */
            host: string;
            /**
             * Format: uuid
             * @description The execution's id.
             */
            id: string;
            /** @description What the script logged. */
            logs: components["schemas"]["LogLine"][];
            /**
             * Format: int64
             * @description Log lines over the limit, which were not kept.
             */
            logs_dropped: number;
            /** @description The request's method. */
            method: string;
            /** @description The name of the node that ran it. Empty in records from before nodes had names. */
            node: string;
            /**
             * Format: int64
             * @description Loop turns and calls it made.
             */
            operations: number;
            /** @description How it ended: ok, error, or the limit that was breached. */
            outcome: string;
            /** @description Its path, with the query. */
            path: string;
            /**
             * Format: double
             * @description Of that, waiting for a place.
             */
            queued_ms: number;
            /** @description The client's address. */
            remote_ip: string;
            /**
             * Format: int64
             * @description The length of the request's body.
             */
            request_bytes: number;
            /**
             * Format: int64
             * @description The length of the response's body.
             */
            response_bytes: number;
            /** @description The route that was matched, empty when the script was run by its id. */
            route_id: string;
            /**
             * Format: uuid
             * @description The script that ran. It may be gone.
             */
            script_id: string;
            /** @description Its name at that time. */
            script_name: string;
            /**
             * Format: date-time
             * @description When it started.
             */
            started_at: string;
            /**
             * Format: int64
             * @description The status of the response.
             */
            status: number;
            /**
             * Format: int64
             * @description Its version that ran.
             */
            version: number;
            /**
             * Format: double
             * @description Of that, compiling and starting the script.
             */
            warm_ms: number;
            /**
             * Format: int64
             * @description How many executions the record stands for: 1, unless there were so many successes that only one of weight was recorded.
             */
            weight: number;
        };
        ExecutionSummary: {
            /**
             * Format: double
             * @description How long it took in all, in milliseconds.
             */
            duration_ms: number;
            /** @description Why it failed, which the client was not told. */
            error: string;
            /** @description Its host. */
            host: string;
            /**
             * Format: uuid
             * @description The execution's id.
             */
            id: string;
            /**
             * Format: int64
             * @description Log lines over the limit, which were not kept.
             */
            logs_dropped: number;
            /** @description The request's method. */
            method: string;
            /** @description The name of the node that ran it. Empty in records from before nodes had names. */
            node: string;
            /**
             * Format: int64
             * @description Loop turns and calls it made.
             */
            operations: number;
            /** @description How it ended: ok, error, or the limit that was breached. */
            outcome: string;
            /** @description Its path, with the query. */
            path: string;
            /**
             * Format: double
             * @description Of that, waiting for a place.
             */
            queued_ms: number;
            /** @description The client's address. */
            remote_ip: string;
            /**
             * Format: int64
             * @description The length of the request's body.
             */
            request_bytes: number;
            /**
             * Format: int64
             * @description The length of the response's body.
             */
            response_bytes: number;
            /** @description The route that was matched, empty when the script was run by its id. */
            route_id: string;
            /**
             * Format: uuid
             * @description The script that ran. It may be gone.
             */
            script_id: string;
            /** @description Its name at that time. */
            script_name: string;
            /**
             * Format: date-time
             * @description When it started.
             */
            started_at: string;
            /**
             * Format: int64
             * @description The status of the response.
             */
            status: number;
            /**
             * Format: int64
             * @description Its version that ran.
             */
            version: number;
            /**
             * Format: double
             * @description Of that, compiling and starting the script.
             */
            warm_ms: number;
            /**
             * Format: int64
             * @description How many executions the record stands for: 1, unless there were so many successes that only one of weight was recorded.
             */
            weight: number;
        };
        FieldError: {
            /**
             * @description Where: body.name, query.limit, path.id, header.If-Match.
             * @example body.name
             */
            location: string;
            /** @description What is wrong there. */
            message: string;
            /** @description What was sent, when it is short. */
            value?: unknown;
        };
        FormatResult: {
            /** @description The source as gofmt writes it. */
            source: string;
        };
        ImportChange: {
            /**
             * @description What is done.
             * @enum {string}
             */
            action: "create" | "update" | "delete" | "unchanged";
            /** @description Which fields change, in an update. */
            fields: string[];
            /**
             * Format: uuid
             * @description Its id. That of something new counts when it was applied only.
             */
            id: string;
            /**
             * @description What it is done to.
             * @enum {string}
             */
            kind: "script" | "route";
            /** @description The script's name, or the route's method, host and path. */
            name: string;
        };
        ImportResult: {
            /** @description Whether the changes were made. Not for a dry run. */
            applied: boolean;
            /** @description What becomes of each script, with its routes behind it. */
            changes: components["schemas"]["ImportChange"][];
            /** @description What is wrong with the sources, by the names of their scripts. With errors among them, the bundle cannot be imported. */
            diagnostics: {
                [key: string]: components["schemas"]["Diagnostic"][];
            };
        };
        Info: {
            /**
             * Format: int64
             * @description The major version of this API.
             */
            api: number;
            /** @description What runs scripts. */
            executor: components["schemas"]["InfoExecutor"];
            /** @description The limits of scripts that set none themselves, and those that no script can set. */
            limits: components["schemas"]["InfoLimits"];
            /** @description The way of execution records into the store, since the start. */
            log_sink: components["schemas"]["InfoLogSink"];
            /** @description The bounds of the execution log. */
            logs: components["schemas"]["InfoLogs"];
            /** @description The node that answers this. */
            node: components["schemas"]["InfoNode"];
            /** @description The version of PiCloud. */
            product: string;
            /** @description Where clients reach the routes. Empty when it is not configured. */
            public_base_url: string;
            /**
             * Format: int64
             * @description The highest migration applied to the store.
             */
            schema: number;
            /** @description The version of the SDK that scripts import. */
            sdk: string;
            /** @description What keeps scripts, routes and records. */
            store: components["schemas"]["InfoStore"];
        };
        InfoExecutor: {
            /** @description The executor's name, such as local. */
            name: string;
            /** @description What keeps scripts from what is not theirs. */
            walls: components["schemas"]["InfoWall"][];
        };
        InfoLimits: {
            /**
             * Format: int64
             * @description How deeply function calls may nest.
             */
            call_depth: number;
            /**
             * Format: int64
             * @description How many bytes one execution may log.
             */
            log_bytes: number;
            /**
             * Format: int64
             * @description How many lines one execution may log.
             */
            log_lines: number;
            /**
             * Format: int64
             * @description How many executions of a script may run at once.
             */
            max_concurrency: number;
            /**
             * Format: int64
             * @description How many loop turns and calls one execution may make.
             */
            max_operations: number;
            /**
             * Format: int64
             * @description How much memory a script may hold, in MiB.
             */
            memory_limit_mb: number;
            /**
             * Format: int64
             * @description The largest body of a request.
             */
            request_bytes: number;
            /**
             * Format: int64
             * @description The largest body of a response.
             */
            response_bytes: number;
            /**
             * Format: int64
             * @description The largest source of a script.
             */
            source_bytes: number;
            /**
             * Format: int64
             * @description How long one execution may take, in milliseconds.
             */
            timeout_ms: number;
        };
        InfoLogSink: {
            /**
             * Format: int64
             * @description How many records can wait.
             */
            capacity: number;
            /**
             * Format: int64
             * @description How many were lost because too many waited, or the store failed.
             */
            dropped: number;
            /**
             * Format: int64
             * @description How many wait now.
             */
            queued: number;
            /**
             * Format: int64
             * @description Of so many successes one is recorded just now. 1 is all of them.
             */
            sample_every: number;
            /**
             * Format: int64
             * @description How many successes have no record because there were too many: others stand for them, with a weight.
             */
            sampled: number;
            /**
             * Format: int64
             * @description How many were written.
             */
            written: number;
        };
        InfoLogs: {
            /**
             * Format: int64
             * @description How much space the records take, about. 0 until a minute after the start.
             */
            bytes: number;
            /**
             * Format: int64
             * @description How many records were deleted since the start.
             */
            deleted: number;
            /**
             * Format: int64
             * @description How long those of failures are kept, in seconds. 0 is no limit.
             */
            max_age_errors_s: number;
            /**
             * Format: int64
             * @description How long records are kept, in seconds. 0 is no limit.
             */
            max_age_s: number;
            /**
             * Format: int64
             * @description How much they may take: near it, the oldest are deleted, successes first. 0 is no limit.
             */
            max_bytes: number;
            /**
             * Format: int64
             * @description How many successes a second all have a record; of more, one in so many has. 0 is no limit.
             */
            max_rate: number;
        };
        InfoNode: {
            /**
             * Format: uuid
             * @description Its id, which it keeps across restarts.
             */
            id: string;
            /** @description Its name, which execution records carry. */
            name: string;
            /**
             * Format: int64
             * @description The revision of the scripts and routes that it serves.
             */
            revision: number;
            /**
             * @description What it does: all, only answer users, or only manage.
             * @enum {string}
             */
            role: "all" | "ingress" | "manager";
        };
        InfoStore: {
            /** @description The store's name, such as sqlite. */
            kind: string;
            /** @description Whether other nodes can work on it too. */
            shared: boolean;
            /**
             * Format: date-time
             * @description When the copy was made that is served.
             */
            snapshot_at?: string;
            /**
             * @description reachable; unreachable, while users are served from memory; or local_snapshot, when it was not reached since the start and users are served from a copy on this node.
             * @enum {string}
             */
            state: "reachable" | "unreachable" | "local_snapshot";
        };
        InfoWall: {
            /** @description How, or why not. */
            detail?: string;
            /** @description What it is against: loops, recursion, memory, network, files, processes. */
            name: string;
            /** @description Whether it is in effect. */
            stands: boolean;
        };
        LogLine: {
            attrs?: {
                [key: string]: string;
            };
            level: string;
            message: string;
            /** Format: date-time */
            time: string;
        };
        MatchCandidate: {
            /** @description Why it won or lost: won, method, guard, disabled, precedence, path, host. */
            code: string;
            /** @description The same for people. */
            reason: string;
            /** @description The route. */
            route: components["schemas"]["Route"];
            /** @description Whether it answers. */
            won: boolean;
        };
        MatchInput: {
            /** @description The request's headers, for guards. */
            headers?: {
                [key: string]: string;
            };
            /** @description The request's host, if not that of the URL. */
            host?: string;
            /**
             * @description The request's method.
             * @default GET
             */
            method?: string;
            /** @description The client's address, for guards. */
            remote_ip?: string;
            /**
             * @description The request's URL, or its path, with or without a query.
             * @example /greet/alice?lang=en
             */
            url: string;
        };
        MatchResult: {
            /** @description The methods that would be answered, when the status is 405. */
            allow: string[];
            /** @description The routes that were considered, or nearly, in the order of evaluation: up to 100. */
            candidates: components["schemas"]["MatchCandidate"][];
            /** @description Whether a route answers. */
            matched: boolean;
            /** @description What it captures. */
            params: {
                [key: string]: string;
            };
            /** @description The query's values. */
            query: {
                [key: string]: string[];
            };
            /** @description Why no route could ever match the path. */
            refused?: string;
            /** @description Whether the path, or the host, is PiCloud's own, so that no route can answer. */
            reserved: boolean;
            /** @description What stands behind its prefix. */
            rest: string;
            /** @description The route that answers. */
            route: components["schemas"]["Route"] | null;
            /**
             * Format: int64
             * @description 200 when a route answers, 404 when none does, 405 when one would with another method.
             * @enum {integer}
             */
            status: 200 | 404 | 405;
            /** @description Whether there are more candidates. */
            truncated?: boolean;
        };
        NewToken: {
            /**
             * Format: date-time
             * @description When it was made.
             */
            created_at: string;
            /** @description The name of who made it: a token's, local or setup. */
            created_by: string;
            /**
             * Format: date-time
             * @description When it ends, null for never.
             */
            expires_at: string | null;
            /**
             * Format: uuid
             * @description The token's id.
             */
            id: string;
            /**
             * Format: date-time
             * @description When it was last used, to about a minute; null for never.
             */
            last_used_at: string | null;
            /** @description What it is called; several may be called the same. */
            name: string;
            /** @description Its first characters, to recognise it by. */
            prefix: string;
            /** @description What it allows: read, write, admin. */
            scopes: string[];
            /** @description The token itself. It is not kept and cannot be shown again. */
            token: string;
        };
        Node: {
            /**
             * Format: double
             * @description How long ago that was.
             */
            age_seconds: number;
            /**
             * Format: uuid
             * @description The node's id, which it keeps across restarts.
             */
            id: string;
            /** @description Its name: that of the host unless it is configured. Execution records carry it. */
            name: string;
            /**
             * Format: int64
             * @description The revision of the scripts and routes that it serves.
             */
            revision: number;
            /**
             * Format: int64
             * @description How many changes it is behind the store. It tells so with its heartbeats, so a change may count for a second. Where the store is not shared: 0.
             */
            revision_lag: number;
            /**
             * @description What it does: all, only answer users, or only manage.
             * @enum {string}
             */
            role: "all" | "ingress" | "manager";
            /**
             * Format: date-time
             * @description Its last heartbeat, by the store's clock. Where the store is not shared: when it started or was reconfigured.
             */
            seen_at: string;
            /** @description Whether it is the node that answers this. */
            self: boolean;
            /**
             * Format: date-time
             * @description When it started, by its own clock.
             */
            started_at: string;
            /** @description Its version of PiCloud. */
            version: string;
            /** @description The walls that stand around its scripts. */
            walls: string[];
        };
        NodeList: {
            /** @description The nodes, by name. */
            items: components["schemas"]["Node"][];
        };
        PageAuditEntry: {
            /** @description The items of this page. */
            items: components["schemas"]["AuditEntry"][];
            /** @description What to send as cursor for the next page. Absent at the end. */
            next_cursor?: string;
        };
        PageExecutionSummary: {
            /** @description The items of this page. */
            items: components["schemas"]["ExecutionSummary"][];
            /** @description What to send as cursor for the next page. Absent at the end. */
            next_cursor?: string;
        };
        PageRoute: {
            /** @description The items of this page. */
            items: components["schemas"]["Route"][];
            /** @description What to send as cursor for the next page. Absent at the end. */
            next_cursor?: string;
        };
        PageScriptSummary: {
            /** @description The items of this page. */
            items: components["schemas"]["ScriptSummary"][];
            /** @description What to send as cursor for the next page. Absent at the end. */
            next_cursor?: string;
        };
        PageSession: {
            /** @description The items of this page. */
            items: components["schemas"]["Session"][];
            /** @description What to send as cursor for the next page. Absent at the end. */
            next_cursor?: string;
        };
        PageToken: {
            /** @description The items of this page. */
            items: components["schemas"]["Token"][];
            /** @description What to send as cursor for the next page. Absent at the end. */
            next_cursor?: string;
        };
        PageVersionSummary: {
            /** @description The items of this page. */
            items: components["schemas"]["VersionSummary"][];
            /** @description What to send as cursor for the next page. Absent at the end. */
            next_cursor?: string;
        };
        Principal: {
            /**
             * Format: date-time
             * @description When the token or session ends if it is not used, null for never.
             */
            expires_at: string | null;
            /**
             * @description How the caller is known: local on Caddy's admin endpoint, token with an API token, session after signing in with one.
             * @enum {string}
             */
            kind: "local" | "token" | "session";
            /** @description The token's name, or local. */
            name: string;
            /** @description What the caller may do. */
            scopes: string[];
            /** @description The session, empty when there is none. */
            session_id: string;
            /** @description The token, empty for local. */
            token_id: string;
        };
        Problem: {
            /**
             * @description What is wrong, as a short word that stays the same.
             * @example reserved_path
             */
            code: string;
            /** @description The route that is in the way. */
            conflicting_route?: components["schemas"]["Route"];
            /**
             * Format: int64
             * @description The revision that the script has now.
             */
            current_revision?: number;
            /** @description What is wrong and what to do, for people. */
            detail: string;
            /** @description What is wrong with a script's source. Lines and columns count from 1, columns in UTF-16 units. */
            diagnostics?: components["schemas"]["Diagnostic"][];
            /** @description What is wrong with the request, one by one. */
            errors?: components["schemas"]["FieldError"][];
            /** @description The field of the body that Offset is about. */
            field?: string;
            /**
             * Format: int64
             * @description The byte in the field's value where it goes wrong, from 0.
             */
            offset?: number;
            /** @description The same for each of the scripts that were sent together, by name. */
            script_diagnostics?: {
                [key: string]: components["schemas"]["Diagnostic"][];
            };
            /**
             * Format: int64
             * @description The HTTP status.
             * @example 422
             */
            status: number;
            /**
             * @description The HTTP status in words.
             * @example Unprocessable Entity
             */
            title: string;
            /** @description A request that both routes would match. */
            witness?: components["schemas"]["Witness"];
        };
        RelatedRoute: {
            /** @description The route. */
            route: components["schemas"]["Route"];
            /** @description A request that both would match, guards aside. */
            witness: components["schemas"]["Witness"];
        };
        Route: {
            /**
             * Format: date-time
             * @description When the route was created.
             */
            created_at: string;
            /** @description The expression that a request must fulfil, empty for none. */
            guard: string;
            /** @description Empty or * for any host, a name or IP address, or *.suffix. */
            host: string;
            /**
             * @description How the host is compared.
             * @enum {string}
             */
            host_kind: "any" | "strict" | "wildcard";
            /** @description The parameter that holds what stands in front of the suffix of a wildcard host. */
            host_param_name: string;
            /**
             * Format: uuid
             * @description The route's id.
             */
            id: string;
            /** @description The method, empty for any. */
            method: string;
            /** @description The pattern: /exact, /prefix/* or /with/:param. */
            path: string;
            /**
             * @description How the path is compared.
             * @enum {string}
             */
            path_kind: "exact" | "prefix" | "param";
            /**
             * Format: uuid
             * @description The script that answers.
             */
            script_id: string;
        };
        RouteCheckResult: {
            /** @description The first route that is in the way. */
            conflicting_route?: components["schemas"]["Route"];
            /** @description Up to 100 routes that would keep requests from it. */
            loses_to: components["schemas"]["RelatedRoute"][];
            /** @description Whether the route could be created. */
            ok: boolean;
            /** @description Up to 100 routes from which it would take requests. */
            wins_over: components["schemas"]["RelatedRoute"][];
            /** @description A request that both would match. */
            witness?: components["schemas"]["Witness"];
        };
        RouteInput: {
            /** @description Ignored. */
            readonly created_at?: string;
            /** @description An expression over request that must be true for the route to answer, such as request.header["X-Beta"] == "1". */
            guard?: string;
            /** @description Empty or * for any host, a name or IP address, or *.suffix. */
            host?: string;
            /** @description any, strict or wildcard. May be left out; else it must agree with host. */
            host_kind?: string;
            /** @description The parameter that takes what stands in front of the suffix of a wildcard host. */
            host_param_name?: string;
            /** @description Ignored when creating; when replacing, the id of the path or nothing; when checking, the route that is to be replaced. */
            id?: string;
            /** @description GET, HEAD, POST, PUT, PATCH, DELETE or OPTIONS; null, empty, * or ANY for any. */
            method?: string | null;
            /** @description The pattern: /exact, /prefix/* or /with/:param. */
            path: string;
            /** @description exact, prefix or param. May be left out; else it must agree with path. */
            path_kind?: string;
            /** @description The script that answers. When creating, the script of the path or nothing; when replacing, nothing leaves it as it is. */
            script_id?: string;
        };
        Script: {
            /**
             * Format: date-time
             * @description When the script was created.
             */
            created_at: string;
            /** @description What the script is for. */
            description: string;
            /** @description Whether the script answers. */
            enabled: boolean;
            /**
             * Format: uuid
             * @description The script's id.
             */
            id: string;
            /**
             * Format: int64
             * @description How many executions may run at once. 0 for the configuration's default.
             * @default 0
             */
            max_concurrency?: number;
            /**
             * Format: int64
             * @description How many loop turns and calls one execution may make. 0 for the configuration's default.
             * @default 0
             */
            max_operations?: number;
            /**
             * Format: int64
             * @description How much memory the script may hold, in MiB. 0 for the configuration's default.
             * @default 0
             */
            memory_limit_mb?: number;
            /** @description The script's name, which no other script has. */
            name: string;
            /** @description The source of the live version. */
            source: string;
            /**
             * Format: int64
             * @description How long one execution may take, in milliseconds. 0 for the configuration's default.
             * @default 0
             */
            timeout_ms?: number;
            /**
             * Format: date-time
             * @description When the script was last changed.
             */
            updated_at: string;
            /**
             * Format: int64
             * @description The number of the live version.
             */
            version: number;
            /** @description What is odd about a source that was just saved. */
            warnings?: components["schemas"]["Diagnostic"][];
        };
        ScriptInput: {
            /** @description Ignored. */
            readonly created_at?: string;
            /** @description What the script is for. */
            description?: string;
            /**
             * @description Whether the script answers.
             * @default true
             */
            enabled?: boolean;
            /** @description Ignored when creating; when replacing, the id of the path or nothing. */
            readonly id?: string;
            /**
             * Format: int64
             * @description How many executions may run at once. 0 for the configuration's default.
             * @default 0
             */
            max_concurrency?: number;
            /**
             * Format: int64
             * @description How many loop turns and calls one execution may make. 0 for the configuration's default.
             * @default 0
             */
            max_operations?: number;
            /**
             * Format: int64
             * @description How much memory the script may hold, in MiB. 0 for the configuration's default.
             * @default 0
             */
            memory_limit_mb?: number;
            /** @description The script's name, which no other script has. */
            name: string;
            /** @description One Go file, package main, of at most 1 MiB. */
            source: string;
            /**
             * Format: int64
             * @description How long one execution may take, in milliseconds. 0 for the configuration's default.
             * @default 0
             */
            timeout_ms?: number;
            /** @description Ignored. */
            readonly updated_at?: string;
            /**
             * Format: int64
             * @description Ignored.
             */
            readonly version?: number;
            /** @description Ignored. */
            readonly warnings?: components["schemas"]["Diagnostic"][];
        };
        ScriptLimits: {
            /**
             * Format: int64
             * @description How many executions may run at once. 0 for the configuration's default.
             * @default 0
             */
            max_concurrency?: number;
            /**
             * Format: int64
             * @description How many loop turns and calls one execution may make. 0 for the configuration's default.
             * @default 0
             */
            max_operations?: number;
            /**
             * Format: int64
             * @description How much memory the script may hold, in MiB. 0 for the configuration's default.
             * @default 0
             */
            memory_limit_mb?: number;
            /**
             * Format: int64
             * @description How long one execution may take, in milliseconds. 0 for the configuration's default.
             * @default 0
             */
            timeout_ms?: number;
        };
        ScriptSummary: {
            /**
             * Format: date-time
             * @description When the script was created.
             */
            created_at: string;
            /** @description What the script is for. */
            description: string;
            /** @description Whether the script answers. */
            enabled: boolean;
            /**
             * Format: uuid
             * @description The script's id.
             */
            id: string;
            /**
             * Format: int64
             * @description How many executions may run at once. 0 for the configuration's default.
             * @default 0
             */
            max_concurrency?: number;
            /**
             * Format: int64
             * @description How many loop turns and calls one execution may make. 0 for the configuration's default.
             * @default 0
             */
            max_operations?: number;
            /**
             * Format: int64
             * @description How much memory the script may hold, in MiB. 0 for the configuration's default.
             * @default 0
             */
            memory_limit_mb?: number;
            /** @description The script's name, which no other script has. */
            name: string;
            /**
             * Format: int64
             * @description How long one execution may take, in milliseconds. 0 for the configuration's default.
             * @default 0
             */
            timeout_ms?: number;
            /**
             * Format: date-time
             * @description When the script was last changed.
             */
            updated_at: string;
            /**
             * Format: int64
             * @description The number of the live version.
             */
            version: number;
        };
        ScriptVersion: {
            /**
             * Format: date-time
             * @description When it was saved.
             */
            created_at: string;
            /** @description Whether it is the one that runs. */
            live: boolean;
            /**
             * Format: uuid
             * @description The script that the version is one of.
             */
            script_id: string;
            /** @description The source. */
            source: string;
            /**
             * Format: int64
             * @description The version's number, from 1.
             */
            version: number;
        };
        Session: {
            /** @description The address it was signed in from. */
            address: string;
            /**
             * Format: date-time
             * @description When it was signed in.
             */
            created_at: string;
            /** @description Whether it is the caller's. */
            current: boolean;
            /**
             * Format: date-time
             * @description When it ends if it is not used.
             */
            expires_at: string;
            /**
             * Format: uuid
             * @description The session's id.
             */
            id: string;
            /**
             * Format: date-time
             * @description When it was last used, to about a minute.
             */
            last_used_at: string;
            /**
             * Format: uuid
             * @description The token it was signed in with.
             */
            token_id: string;
            /** @description That token's name. */
            token_name: string;
            /** @description The browser, as it calls itself. */
            user_agent: string;
        };
        Setup: {
            /** @description Whether there is no token yet and a setup code that was logged within the last hour. */
            open: boolean;
        };
        SetupInput: {
            /** @description The code of the setup link. */
            code: string;
            /** @description What to call the token. */
            name: string;
        };
        SetupResult: {
            /** @description The token, with all scopes. */
            token: components["schemas"]["NewToken"];
        };
        SignInInput: {
            /** @description An API token. */
            token: string;
        };
        SourceInput: {
            /** @description One Go file, package main, of at most 1 MiB. */
            source: string;
        };
        Stats: {
            /** @description What was counted, step by step, without gaps. */
            points: components["schemas"]["StatsPoint"][];
            /** @description The scripts with the most errors, then the most executions, at most 50. None when one script was asked for. Windows of a day or more count them from the beginning of an hour. */
            scripts: components["schemas"]["StatsScript"][];
            /**
             * Format: date-time
             * @description When the first point begins.
             */
            since: string;
            /**
             * Format: int64
             * @description How long one point lasts.
             */
            step_seconds: number;
            /** @description What was counted in all. */
            total: components["schemas"]["StatsCounts"];
            /**
             * Format: date-time
             * @description When the last point ends, which is not over yet.
             */
            until: string;
        };
        StatsCounts: {
            /**
             * Format: int64
             * @description How many executions ended.
             */
            count: number;
            /**
             * Format: int64
             * @description How many of them failed: with a breached limit, an error, or a status of 500 or more.
             */
            errors: number;
            /**
             * Format: double
             * @description How long half of them took at most, in milliseconds.
             */
            p50_ms: number;
            /**
             * Format: double
             * @description How long 95 % of them took at most.
             */
            p95_ms: number;
            /**
             * Format: double
             * @description How long 99 % of them took at most.
             */
            p99_ms: number;
        };
        StatsPoint: {
            /**
             * Format: date-time
             * @description When the step begins.
             */
            at: string;
            /**
             * Format: int64
             * @description How many executions ended.
             */
            count: number;
            /**
             * Format: int64
             * @description How many of them failed: with a breached limit, an error, or a status of 500 or more.
             */
            errors: number;
            /**
             * Format: double
             * @description How long half of them took at most, in milliseconds.
             */
            p50_ms: number;
            /**
             * Format: double
             * @description How long 95 % of them took at most.
             */
            p95_ms: number;
            /**
             * Format: double
             * @description How long 99 % of them took at most.
             */
            p99_ms: number;
        };
        StatsScript: {
            /**
             * Format: int64
             * @description How many executions ended.
             */
            count: number;
            /**
             * Format: int64
             * @description How many of them failed: with a breached limit, an error, or a status of 500 or more.
             */
            errors: number;
            /**
             * Format: double
             * @description How long half of them took at most, in milliseconds.
             */
            p50_ms: number;
            /**
             * Format: double
             * @description How long 95 % of them took at most.
             */
            p95_ms: number;
            /**
             * Format: double
             * @description How long 99 % of them took at most.
             */
            p99_ms: number;
            /**
             * Format: uuid
             * @description The script. It may be gone.
             */
            script_id: string;
        };
        TailMissing: {
            /**
             * Format: int64
             * @description How many executions were left out, whether they match the filters or not.
             */
            count: number;
        };
        TailReason: {
            /**
             * @description reload: the configuration changes or the server stops. renew: the stream has lasted a quarter of an hour, after which the caller has to show again that it may follow the log.
             * @enum {string}
             */
            reason: "reload" | "renew";
        };
        Template: {
            /** @description What it does, in a sentence. */
            description: string;
            /** @description Its name, in lower case with hyphens. */
            name: string;
            /** @description A request to try. */
            request: components["schemas"]["TemplateRequest"];
            /** @description What to bind it to. */
            routes: components["schemas"]["TemplateRoute"][];
            /** @description The script. */
            source: string;
            /** @description What it is, in a few words. */
            title: string;
        };
        TemplateRequest: {
            /** @description The content. */
            body: string;
            /** @description The header fields. */
            header: {
                [key: string]: string[];
            };
            /** @description The method. */
            method: string;
            /** @description A path with its query, or a whole URL where the host matters. */
            url: string;
        };
        TemplateRoute: {
            /** @description The host. Empty for any. */
            host: string;
            /** @description The name under which the host's first labels are captured. */
            host_param_name?: string;
            /** @description The method. Empty for any. */
            method: string;
            /** @description The path, as it is typed. */
            path: string;
        };
        Templates: {
            /** @description The templates, what one needs first comes first. */
            items: components["schemas"]["Template"][];
        };
        TestExecution: {
            /**
             * Format: double
             * @description How long it took in all, in milliseconds. A test run always starts cold.
             */
            duration_ms: number;
            /** @description Why it failed, which a client is not told. */
            error: string;
            /** @description What the script logged. */
            logs: components["schemas"]["LogLine"][];
            /**
             * Format: int64
             * @description Log lines over the limit, which were not kept.
             */
            logs_dropped: number;
            /**
             * Format: int64
             * @description Loop turns and calls it made.
             */
            operations: number;
            /** @description How it ended: ok, error, or the limit that was breached. */
            outcome: string;
            /**
             * Format: double
             * @description Of that, waiting for a place.
             */
            queued_ms: number;
            /**
             * Format: int64
             * @description The length of the request's body.
             */
            request_bytes: number;
            /**
             * Format: int64
             * @description The length of the response's body.
             */
            response_bytes: number;
            /**
             * Format: date-time
             * @description When it started.
             */
            started_at: string;
            /**
             * Format: int64
             * @description The status that a client would have got.
             */
            status: number;
            /**
             * Format: double
             * @description Of that, compiling and starting the script.
             */
            warm_ms: number;
        };
        TestInput: {
            /** @description The limits to run under. The script's own if they are left out. */
            limits?: components["schemas"]["ScriptLimits"];
            /** @description The request to answer. */
            request: components["schemas"]["TestRequest"];
            /** @description The source to run, of at most 1 MiB. The script's live version if it is left out. */
            source?: string;
        };
        TestLimits: {
            /**
             * Format: int64
             * @description How many executions may run at once.
             */
            max_concurrency: number;
            /**
             * Format: int64
             * @description How many loop turns and calls one execution may make.
             */
            max_operations: number;
            /**
             * Format: int64
             * @description How much memory the script may hold, in MiB.
             */
            memory_limit_mb: number;
            /**
             * Format: int64
             * @description How long one execution may take, in milliseconds.
             */
            timeout_ms: number;
        };
        TestRequest: {
            /** @description The request's body as text, of at most 1 MiB. */
            body?: string;
            /** @description The request's body in base64, in place of body. */
            body_base64?: string;
            /** @description The request's header. */
            header?: {
                [key: string]: string[];
            };
            /**
             * @description The request's method.
             * @default GET
             */
            method?: string;
            /** @description The captures. Those of the script's own route that matches the request if they are left out. */
            params?: {
                [key: string]: string;
            };
            /** @description What stands behind the prefix of the route. Left out like params. */
            rest?: string;
            /**
             * @description The request's URL, or its path, with or without a query.
             * @example /greet/ann?lang=en
             */
            url: string;
        };
        TestResponse: {
            /** @description The body, or its first MiB, if that is text. */
            body: string | null;
            /** @description The body, or its first MiB, in base64 if it is no text. */
            body_base64: string | null;
            /** @description The header. */
            header: {
                [key: string]: string[];
            };
            /**
             * Format: int64
             * @description The length of the whole body, in bytes.
             */
            size: number;
            /**
             * Format: int64
             * @description The status.
             */
            status: number;
            /** @description Whether only the first MiB of the body is there. */
            truncated: boolean;
        };
        TestResult: {
            /** @description What is wrong with the source. Lines and columns count from 1, columns in UTF-16 units. */
            diagnostics: components["schemas"]["Diagnostic"][];
            /** @description How the execution went. Null when the source would not run. */
            execution: components["schemas"]["TestExecution"] | null;
            /** @description The limits in effect. */
            limits: components["schemas"]["TestLimits"];
            /** @description The script's response. Null when the source would not run, or the execution failed before it had one. */
            response: components["schemas"]["TestResponse"] | null;
            /**
             * Format: uuid
             * @description The script's route that the captures are of, null when none matched or they were sent.
             */
            route_id: string | null;
        };
        Token: {
            /**
             * Format: date-time
             * @description When it was made.
             */
            created_at: string;
            /** @description The name of who made it: a token's, local or setup. */
            created_by: string;
            /**
             * Format: date-time
             * @description When it ends, null for never.
             */
            expires_at: string | null;
            /**
             * Format: uuid
             * @description The token's id.
             */
            id: string;
            /**
             * Format: date-time
             * @description When it was last used, to about a minute; null for never.
             */
            last_used_at: string | null;
            /** @description What it is called; several may be called the same. */
            name: string;
            /** @description Its first characters, to recognise it by. */
            prefix: string;
            /** @description What it allows: read, write, admin. */
            scopes: string[];
        };
        TokenInput: {
            /**
             * Format: date-time
             * @description When it ends. Left out, it does not.
             */
            expires_at?: string;
            /** @description What to call it. */
            name: string;
            /** @description What it allows. read: to look at scripts, routes and logs. write: to change them and to try scripts out. admin: to manage tokens and sessions and to read the audit log. Each includes those before it. */
            scopes: ("read" | "write" | "admin")[];
        };
        VersionSummary: {
            /**
             * Format: date-time
             * @description When it was saved.
             */
            created_at: string;
            /** @description Whether it is the one that runs. */
            live: boolean;
            /**
             * Format: uuid
             * @description The script that the version is one of.
             */
            script_id: string;
            /**
             * Format: int64
             * @description The version's number, from 1.
             */
            version: number;
        };
        Witness: {
            /** @description Its host. */
            host: string;
            /** @description The request's method. */
            method: string;
            /** @description Its path, percent-encoded. */
            path: string;
            /** @description Host and path in one. */
            url: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    "list-audit": {
        parameters: {
            query?: {
                /** @description How many items to return at most. */
                limit?: number;
                /** @description The next_cursor of the page before. */
                cursor?: string;
                /** @description Only what was done to this object. */
                object_id?: string;
                /** @description Only this action, such as script.create. */
                action?: string;
                /** @description Only what was done with this token, in sessions too. */
                principal?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageAuditEntry"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-backup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The copy, a database file of SQLite. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.sqlite3": string;
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Implemented */
            501: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-completions": {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of the document that is known already, or several. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control"?: string;
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Completions"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-config": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Info"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    export: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Bundle"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    import: {
        parameters: {
            query?: {
                /** @description Whether to only tell what would change. */
                dry_run?: boolean;
                /** @description Whether to delete the scripts that are not in the bundle, with their routes. */
                prune?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Bundle"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportResult"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Entity Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported Media Type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "list-executions": {
        parameters: {
            query?: {
                /** @description How many items to return at most. */
                limit?: number;
                /** @description The next_cursor of the page before. */
                cursor?: string;
                /** @description Only executions of this script. */
                script_id?: string;
                /** @description Only executions by this route. */
                route_id?: string;
                /** @description Only executions that ended like this. */
                outcome?: "ok" | "error" | "timeout" | "operation_limit" | "memory_limit" | "depth_limit" | "response_limit" | "overloaded" | "crashed" | "canceled";
                /** @description Only executions with such a status: 2xx, 3xx, 4xx, 5xx, or the digit alone. */
                status_class?: string;
                /** @description Only executions that started at this time or later. */
                since?: string;
                /** @description Only executions that started before this time. */
                until?: string;
                /** @description Only executions with this in their path, error or log. */
                text?: string;
                /** @description Only executions for which this expression over the record is true, such as status >= 500 and duration_ms > 100. One request looks at 5,000 records at most: with next_cursor in the answer there is more to look at, even when items is short or empty. */
                filter?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageExecutionSummary"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-execution": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The execution's id. */
                execution_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Execution"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "tail-executions": {
        parameters: {
            query?: {
                /** @description Only executions of this script. */
                script_id?: string;
                /** @description Only executions by this route. */
                route_id?: string;
                /** @description Only executions that ended like this. */
                outcome?: "ok" | "error" | "timeout" | "operation_limit" | "memory_limit" | "depth_limit" | "response_limit" | "overloaded" | "crashed" | "canceled";
                /** @description Only executions with such a status: 2xx, 3xx, 4xx, 5xx, or the digit alone. */
                status_class?: string;
                /** @description Only executions that started at this time or later. */
                since?: string;
                /** @description Only executions that started before this time. */
                until?: string;
                /** @description Only executions with this in their path, error or log. */
                text?: string;
                /** @description Only executions for which this expression over the record is true, such as status >= 500 and duration_ms > 100. One request looks at 5,000 records at most: with next_cursor in the answer there is more to look at, even when items is short or empty. */
                filter?: string;
                /** @description The same for clients that cannot set the header, which counts more. */
                after?: string;
            };
            header?: {
                /** @description The id of the last execution that was received: what came after it is sent first. */
                "Last-Event-ID"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A stream of events. Each has the fields of one of these schemas. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": {
                        /** @description The execution with its log lines, as JSON in one line. */
                        data: components["schemas"]["Execution"];
                        /**
                         * @description The event's name.
                         * @enum {string}
                         */
                        event: "execution";
                        /**
                         * Format: uuid
                         * @description The execution's id, to be sent as Last-Event-ID.
                         */
                        id: string;
                    } | {
                        /** @description What is missing, as JSON in one line. */
                        data: components["schemas"]["TailMissing"];
                        /**
                         * @description The event's name.
                         * @enum {string}
                         */
                        event: "dropped";
                    } | {
                        /** @description Why it ends, as JSON in one line. */
                        data: components["schemas"]["TailReason"];
                        /**
                         * @description The event's name.
                         * @enum {string}
                         */
                        event: "end";
                    };
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "list-nodes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NodeList"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-openapi": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "list-routes": {
        parameters: {
            query?: {
                /** @description How many items to return at most. */
                limit?: number;
                /** @description The next_cursor of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageRoute"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-route": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The route's id. */
                route_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Route"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "replace-route": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The route's id. */
                route_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RouteInput"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Route"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Entity Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported Media Type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "delete-route": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The route's id. */
                route_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "check-route": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RouteInput"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RouteCheckResult"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Entity Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported Media Type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "match-route": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MatchInput"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MatchResult"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Entity Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported Media Type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "list-scripts": {
        parameters: {
            query?: {
                /** @description How many items to return at most. */
                limit?: number;
                /** @description The next_cursor of the page before. */
                cursor?: string;
                /** @description Only scripts with this in their name or description; ASCII letters in any case. */
                q?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageScriptSummary"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "create-script": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ScriptInput"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Script"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Entity Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported Media Type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-script": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The script's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Script"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "replace-script": {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of the revision that the change is based on, several of them, or *. The change is refused with 412 when the script is at another revision. Without it the change is made whatever happened before. */
                "If-Match"?: string;
            };
            path: {
                /** @description The script's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ScriptInput"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Script"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Precondition Failed */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Entity Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported Media Type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "delete-script": {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of the revision that the change is based on, several of them, or *. The change is refused with 412 when the script is at another revision. Without it the change is made whatever happened before. */
                "If-Match"?: string;
            };
            path: {
                /** @description The script's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Precondition Failed */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "list-script-routes": {
        parameters: {
            query?: {
                /** @description How many items to return at most. */
                limit?: number;
                /** @description The next_cursor of the page before. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description The script's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageRoute"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "create-route": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The script's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RouteInput"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Route"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Entity Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported Media Type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "test-script": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The script's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TestInput"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TestResult"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Entity Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported Media Type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "list-versions": {
        parameters: {
            query?: {
                /** @description How many items to return at most. */
                limit?: number;
                /** @description The next_cursor of the page before. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description The script's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageVersionSummary"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-version": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The script's id. */
                id: string;
                /** @description The version's number. */
                n: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScriptVersion"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "activate-version": {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of the revision that the change is based on, several of them, or *. The change is refused with 412 when the script is at another revision. Without it the change is made whatever happened before. */
                "If-Match"?: string;
            };
            path: {
                /** @description The script's id. */
                id: string;
                /** @description The version's number. */
                n: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Script"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Precondition Failed */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "check-script": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CheckInput"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CheckResult"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Entity Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported Media Type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "format-script": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SourceInput"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FormatResult"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Entity Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported Media Type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "test-draft": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DraftTestInput"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TestResult"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Entity Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported Media Type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Principal"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "sign-in": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignInInput"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    "Set-Cookie"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Principal"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Entity Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported Media Type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "sign-out": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    "Set-Cookie"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "list-sessions": {
        parameters: {
            query?: {
                /** @description How many items to return at most. */
                limit?: number;
                /** @description The next_cursor of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageSession"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "delete-session": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The session's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Setup"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "complete-setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetupInput"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    "Set-Cookie"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SetupResult"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Entity Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported Media Type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-stats": {
        parameters: {
            query?: {
                /** @description How far to look back: an hour by the minute, a day by 15 minutes, a week by the hour, or 30 days by 6 hours. */
                window?: "1h" | "24h" | "7d" | "30d";
                /** @description Only executions of this script. */
                script_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Stats"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "list-templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Templates"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "list-tokens": {
        parameters: {
            query?: {
                /** @description How many items to return at most. */
                limit?: number;
                /** @description The next_cursor of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageToken"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "create-token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TokenInput"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewToken"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Entity Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported Media Type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "delete-token": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The token's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
