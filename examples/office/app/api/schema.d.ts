
export interface paths {
    "/incidents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listIncidents"];
        put?: never;
        post: operations["registerIncident"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/counts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["countIncidents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/incidents/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["searchIncidents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/incidents/{incidentId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getCase"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/incidents/{incidentId}/actions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getActions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["me"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/vocabulary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["vocabulary"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/incidents/{incidentId}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["addMessage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/incidents/{incidentId}/commands": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["executeCommand"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/commands": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["executeMany"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/commands/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["previewMany"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/incidents/{incidentId}/author": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["unsealAuthor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/incidents/{incidentId}/evidence": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["addEvidence"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/incidents/{incidentId}/evidence/{evidenceId}/photo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getPhoto"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/feed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["feed"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/incidents/{incidentId}/draft-check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["checkDraft"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/guidance/{guidanceId}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["previewGuidance"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["report"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/coverage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["coverage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/workload": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["workload"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/bursts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["bursts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/guidance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["guidance"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/journal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["journal"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["health"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listWebhooks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/{endpointId}/dead-letters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listDeadLetters"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/{endpointId}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["replayWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/{endpointId}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["resumeWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/livez": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["livez"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["readyz"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/problems/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["problem"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/hooks/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["verifyHook"];
        put?: never;
        post: operations["receiveHook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        IncidentStatus: "candidate" | "rejected" | "dismissed" | "registered" | "assigned" | "returned" | "in-work" | "needs-info" | "reply-review" | "publishing" | "replied-interim" | "replied-final" | "reopened" | "closed" | "merged" | "converted";
        Registration: {
            from: "network";
            message: {
                key: string;
                network: string;
                kind: "post" | "comment";
                url: string | null;
                text: string;
                publishedAt: string;
                editedAt?: string;
                authorId?: string;
                threadKey?: string;
                parentKey?: string;
                repostOf?: string;
                communityKey?: string;
                attachments?: {
                    kind: "photo" | "video" | "audio" | "document" | "link" | "other";
                    url: string;
                }[];
                place?: {
                    name?: string;
                    latitude?: number;
                    longitude?: number;
                    street?: string;
                    house?: string;
                    object?: string;
                };
                reach?: {
                    audience?: number;
                    engagement?: number;
                };
            };
            kind?: "problem" | "question" | "suggestion" | "thanks";
            importance?: "normal" | "raised";
            topic?: string;
            territoryId?: string;
            place?: {
                name?: string;
                latitude?: number;
                longitude?: number;
                street?: string;
                house?: string;
                object?: string;
            };
            repeatOf?: string;
            authorityId?: string;
        } | {
            from: "network";
            url: string;
            kind?: "problem" | "question" | "suggestion" | "thanks";
            importance?: "normal" | "raised";
            topic?: string;
            territoryId?: string;
            place?: {
                name?: string;
                latitude?: number;
                longitude?: number;
                street?: string;
                house?: string;
                object?: string;
            };
            repeatOf?: string;
            authorityId?: string;
        } | {
            from: "phone" | "visit" | "letter" | "form";
            text: string;
            receivedAt?: string;
            contact?: string;
            kind?: "problem" | "question" | "suggestion" | "thanks";
            importance?: "normal" | "raised";
            topic?: string;
            territoryId?: string;
            place?: {
                name?: string;
                latitude?: number;
                longitude?: number;
                street?: string;
                house?: string;
                object?: string;
            };
            repeatOf?: string;
            authorityId?: string;
        };
        Search: {
            text: string;
            in?: ("messages" | "notes")[];
            open?: boolean;
            purpose?: string;
            order?: "number" | "due" | "waiting" | "newest" | "oldest" | "updated";
            limit: number;
            after?: string;
        };
        FollowUp: {
            from: "phone" | "visit" | "letter" | "form";
            text: string;
            receivedAt?: string;
            contact?: string;
        };
        Command: components["schemas"]["RegisterCommand"] | components["schemas"]["RejectCommand"] | components["schemas"]["DismissCommand"] | components["schemas"]["RestoreCommand"] | components["schemas"]["AssignCommand"] | components["schemas"]["TakeCommand"] | components["schemas"]["NameExecutorCommand"] | components["schemas"]["AddNoteCommand"] | components["schemas"]["TagCommand"] | components["schemas"]["SetPlaceCommand"] | components["schemas"]["AcceptOfferCommand"] | components["schemas"]["AttachEvidenceCommand"] | components["schemas"]["SubmitDraftCommand"] | components["schemas"]["ApproveDraftCommand"] | components["schemas"]["ReturnDraftCommand"] | components["schemas"]["RecordPublicationCommand"] | components["schemas"]["RecordRefusalCommand"] | components["schemas"]["ReclassifyCommand"] | components["schemas"]["ChangePolicyCommand"] | components["schemas"]["RefuseCommand"] | components["schemas"]["ArbitrateCommand"] | components["schemas"]["TransferCommand"] | components["schemas"]["ExtendReplyCommand"] | components["schemas"]["ApproveStandingReplyCommand"] | components["schemas"]["EndStandingReplyCommand"] | components["schemas"]["WaiveReplyCommand"] | components["schemas"]["EndWaitCommand"] | components["schemas"]["ClaimFixCommand"] | components["schemas"]["ConfirmFixCommand"] | components["schemas"]["RefuteFixCommand"] | components["schemas"]["ReopenCommand"] | components["schemas"]["ConvertCommand"] | components["schemas"]["MergeCommand"] | components["schemas"]["UnmergeCommand"] | components["schemas"]["SplitCommand"] | components["schemas"]["RegisterRepeatCommand"] | components["schemas"]["JoinCommand"] | components["schemas"]["LinkRepeatCommand"] | components["schemas"]["NoteDeletionCommand"] | components["schemas"]["NoteClosedCommentsCommand"] | components["schemas"]["EraseCommand"] | components["schemas"]["CloseCommand"];
        RegisterCommand: {
            type: "register";
            kind?: "problem" | "question" | "suggestion" | "thanks";
            importance?: "normal" | "raised";
            topic?: string;
            territoryId?: string;
        };
        RejectCommand: {
            type: "reject";
            reason: "not-a-complaint" | "advert" | "outside-the-region" | "private-dispute" | "abuse-without-a-problem" | "own-post";
        };
        DismissCommand: {
            type: "dismiss";
            reason: "not-a-complaint" | "advert" | "outside-the-region" | "private-dispute" | "abuse-without-a-problem" | "own-post" | "news" | "same-message";
            why?: string;
        };
        RestoreCommand: {
            type: "restore";
            why: string;
        };
        AssignCommand: {
            type: "assign";
            authorityId: string;
            why: string;
        };
        TakeCommand: {
            type: "take";
            executorId?: string;
        };
        NameExecutorCommand: {
            type: "name-executor";
            executorId: string;
        };
        AddNoteCommand: {
            type: "add-note";
            text: string;
            mentions?: string[];
            files?: {
                fileId: string;
                title: string;
                mediaType: string;
                bytes: number;
                sha256: string;
            }[];
            inExport?: boolean;
        };
        TagCommand: {
            type: "tag";
            add?: string[];
            remove?: string[];
        };
        SetPlaceCommand: {
            type: "set-place";
            messageKey?: string;
            place: {
                name?: string;
                latitude?: number;
                longitude?: number;
                street?: string;
                house?: string;
                object?: string;
            };
        };
        AcceptOfferCommand: {
            type: "accept-offer";
            messageKey: string;
            index: number;
            evidenceId: string;
            shows: "problem" | "fix";
            contentHash: string;
            photo?: {
                fingerprint: string | null;
                captured: {
                    wallClock: string | null;
                    offset: string | null;
                    satelliteAt: string | null;
                } | null;
                place: {
                    latitude: number;
                    longitude: number;
                } | null;
            };
        };
        AttachEvidenceCommand: {
            type: "attach-evidence";
            evidenceId: string;
            shows: "problem" | "fix";
            contentHash: string;
            photo?: {
                fingerprint: string | null;
                captured: {
                    wallClock: string | null;
                    offset: string | null;
                    satelliteAt: string | null;
                } | null;
                place: {
                    latitude: number;
                    longitude: number;
                } | null;
            };
        };
        SubmitDraftCommand: {
            type: "submit-draft";
            text?: string;
            guidanceId?: string;
            variants?: {
                network: string;
                text: string;
            }[];
            replyKind: "interim" | "final" | "clarify" | "redirect" | "guidance" | "follow-up";
            answers?: string[];
            outcome?: {
                value: "unknown";
                noDateReason: string;
            } | {
                value: "planned";
                until: string;
                changeReason?: string;
            } | {
                value: "fix-claimed";
            } | {
                value: "explained";
            } | {
                value: "cannot-fix";
                reason: string;
            } | {
                value: "not-competent";
                competent: string;
            };
            photoUrls?: string[];
            waitMinutes?: number;
            override?: {
                codes: string[];
                why: string;
            };
            madeBy?: {
                provider: string;
                modelId: string;
                promptHash: string;
            };
        };
        ApproveDraftCommand: {
            type: "approve-draft";
            draftId: string;
            textHash: string;
            override?: {
                codes: string[];
                why: string;
            };
        };
        ReturnDraftCommand: {
            type: "return-draft";
            draftId: string;
            remark: string;
        };
        RecordPublicationCommand: {
            type: "record-publication";
            draftId: string;
            messageKey: string;
            replyKey?: string;
            url?: string;
            publishedAt: string;
        };
        RecordRefusalCommand: {
            type: "record-refusal";
            draftId: string;
            messageKey: string;
            reason: string;
        };
        ReclassifyCommand: {
            type: "reclassify";
            kind?: "problem" | "question" | "suggestion" | "thanks";
            importance?: "normal" | "raised";
            topic?: string;
            territoryId?: string;
            mode: "recompute" | "new-only";
        };
        ChangePolicyCommand: {
            type: "change-policy";
            mode: "recompute" | "new-only";
        };
        RefuseCommand: {
            type: "refuse";
            reason: string;
            proposedAuthorityId?: string;
        };
        ArbitrateCommand: {
            type: "arbitrate";
            authorityId: string;
            why: string;
        };
        TransferCommand: {
            type: "transfer";
            authorityId: string;
            why: string;
        };
        ExtendReplyCommand: {
            type: "extend-reply";
            draftId: string;
        };
        ApproveStandingReplyCommand: {
            type: "approve-standing-reply";
            draftId: string;
            textHash: string;
            topics: string[];
            territoryIds: string[];
            since?: string;
            until: string;
            perHour?: number;
        };
        EndStandingReplyCommand: {
            type: "end-standing-reply";
        };
        WaiveReplyCommand: {
            type: "waive-reply";
            messageKey: string;
            reason: "abuse" | "source-deleted" | "unpublishable" | "answered-elsewhere" | "no-answer-needed";
        };
        EndWaitCommand: {
            type: "end-wait";
            cause: "author-replied" | "decision";
        };
        ClaimFixCommand: {
            type: "claim-fix";
        };
        ConfirmFixCommand: {
            type: "confirm-fix";
            basis: "author" | "inspector" | "official";
        };
        RefuteFixCommand: {
            type: "refute-fix";
            basis: "author" | "inspector" | "official";
        };
        ReopenCommand: {
            type: "reopen";
            cause: "repeat" | "author" | "supervisor-order";
        };
        ConvertCommand: {
            type: "convert";
            externalId: string;
            channel: string;
        };
        MergeCommand: {
            type: "merge";
            into: string;
        };
        UnmergeCommand: {
            type: "unmerge";
        };
        SplitCommand: {
            type: "split";
            messageKey: string;
            kind?: "problem" | "question" | "suggestion" | "thanks";
            importance?: "normal" | "raised";
            topic?: string;
            territoryId?: string;
        };
        RegisterRepeatCommand: {
            type: "register-repeat";
            messageKey: string;
            kind?: "problem" | "question" | "suggestion" | "thanks";
            importance?: "normal" | "raised";
            topic?: string;
            territoryId?: string;
        };
        JoinCommand: {
            type: "join";
            into: string;
        };
        LinkRepeatCommand: {
            type: "link-repeat";
            repeatOf: string;
        };
        NoteDeletionCommand: {
            type: "note-deletion";
            messageKey: string;
        };
        NoteClosedCommentsCommand: {
            type: "note-closed-comments";
            messageKey: string;
        };
        EraseCommand: {
            type: "erase";
            messageKey: string;
        };
        CloseCommand: {
            type: "close";
            reason: "author-satisfied" | "no-objection" | "decision";
        };
        ManyCommand: {
            command: components["schemas"]["Command"];
            incidentIds: string[];
            mode: "each" | "all";
        } | {
            command: components["schemas"]["Command"];
            where: components["schemas"]["CaseConditions"];
            expectedCount: number;
            mode: "each" | "all";
        };
        CaseConditions: {
            numbers?: number[];
            messageKey?: string;
            external?: string;
            open?: boolean;
            statuses?: ("candidate" | "rejected" | "dismissed" | "registered" | "assigned" | "returned" | "in-work" | "needs-info" | "reply-review" | "publishing" | "replied-interim" | "replied-final" | "closed" | "reopened" | "merged" | "converted")[];
            waitsFor?: "moderator" | "owner" | "executor" | "approver" | "publisher" | "author";
            intake?: ("network" | "hand" | "import")[];
            topics?: string[];
            topicGroups?: string[];
            kinds?: ("problem" | "question" | "suggestion" | "thanks")[];
            importance?: ("normal" | "raised")[];
            problems?: ("unknown" | "planned" | "fix-claimed" | "fix-confirmed" | "explained" | "cannot-fix" | "not-competent" | "refuted")[];
            closings?: ("author-satisfied" | "no-objection" | "decision")[];
            territoryIds?: string[];
            withParts?: boolean;
            authorityIds?: string[];
            executorIds?: string[];
            unowned?: boolean;
            networks?: string[];
            communities?: string[];
            rules?: string[];
            tags?: {
                all?: string[];
                any?: string[];
                none?: string[];
            };
            mentioned?: string[];
            registered?: {
                from?: string;
                to?: string;
            };
            published?: {
                from?: string;
                to?: string;
            };
            closed?: {
                from?: string;
                to?: string;
            };
            updated?: {
                from?: string;
                to?: string;
            };
            due?: {
                goals?: string[];
                before?: string;
                after?: string;
                overdue?: boolean;
            };
            authorWaits?: boolean;
            answeredByHand?: boolean;
            standingReply?: boolean;
            repeats?: boolean;
            reopened?: boolean;
            text?: string;
            in?: ("messages" | "notes")[];
            metric?: {
                id: string;
                period: {
                    from: string;
                    to: string;
                };
                at: string;
            };
        };
        ManyPreview: {
            command: components["schemas"]["Command"];
            incidentIds: string[];
        } | {
            command: components["schemas"]["Command"];
            where: components["schemas"]["CaseConditions"];
        };
        AuthorQuestion: {
            messageKey: string;
            purpose: string;
        };
        DraftCheck: {
            text?: string;
            guidanceId?: string;
            variants?: {
                network: string;
                text: string;
            }[];
            replyKind: "interim" | "final" | "clarify" | "redirect" | "guidance" | "follow-up";
            answers?: string[];
            outcome?: {
                value: "unknown";
                noDateReason: string;
            } | {
                value: "planned";
                until: string;
                changeReason?: string;
            } | {
                value: "fix-claimed";
            } | {
                value: "explained";
            } | {
                value: "cannot-fix";
                reason: string;
            } | {
                value: "not-competent";
                competent: string;
            };
            photoUrls?: string[];
            templateId?: string;
            facts?: {
                [key: string]: string | number | {
                    moment: string;
                } | {
                    day: string;
                } | null;
            };
        };
        Replay: {
            from: string;
            to: string;
        } | {
            positions: string[];
        };
        IncidentList: {
            items: components["schemas"]["IncidentItem"][];
            next: string | null;
            count?: components["schemas"]["IncidentCount"];
        };
        IncidentItem: {
            number: number;
            version: number;
            facts: components["schemas"]["IncidentFacts"];
            text?: string | null;
            lastWord?: {
                messageKey: string;
                publishedAt: string;
                text: string | null;
            } | null;
            actions?: components["schemas"]["Action"][];
        };
        IncidentFacts: {
            incidentId: string;
            status: components["schemas"]["IncidentStatus"];
            problem: string;
            intake: string;
            topic: string | null;
            authorityId: string | null;
            executorId: string | null;
            territoryId: string | null;
            network: string;
            kind: ("problem" | "question" | "suggestion" | "thanks") | null;
            importance: ("normal" | "raised") | null;
            publishedAt: string;
            detectedAt: string;
            registeredAt: string | null;
            dueAt: string | null;
            answeredAt: string | null;
            answeredWorkingMinutes: number | null;
            finalAt: string | null;
            windowUntil: string | null;
            openSince: string | null;
            closedAt: string | null;
            closing: string | null;
            dismissedAt: string | null;
            dismissal: string | null;
            cycle: number;
            repeatOf: string | null;
            voices: number;
            score: number | null;
            waitsFor: ("moderator" | "owner" | "executor" | "approver" | "publisher" | "author") | null;
            waitingSince: string | null;
            nextDueAt: string | null;
            nextGoal: string | null;
            updatedAt: string;
        };
        Action: components["schemas"]["AllowedAction"] | components["schemas"]["ForbiddenAction"];
        AllowedAction: {
            command: string;
            allowed: true;
            needs: string[];
        };
        ForbiddenAction: {
            command: string;
            allowed: false;
            why: string;
            text: string;
        };
        IncidentCount: {
            value: number;
            isExact: boolean;
        };
        Problem: {
            type: string;
            title: string;
            status: number;
            code: string;
            detail: string;
            retryable: boolean;
            errors?: components["schemas"]["Fault"][];
            facts?: string[];
            legal?: string[];
            reason?: string;
            id?: string;
            what?: string;
            command?: string;
            incidentStatus?: string;
            capability?: string;
            limitBytes?: number;
        } & {
            [key: string]: unknown;
        };
        Fault: {
            in: "body" | "query" | "path" | "header";
            pointer: string;
            detail: string;
        };
        Registered: {
            incidentId: string;
            number: number;
            known: boolean;
            findings: components["schemas"]["ReplyFinding"][];
        };
        ReplyFinding: {
            code: string;
            severity: "error" | "warning" | "note";
            span: components["schemas"]["Span"] | null;
            sentence: string;
            facts: {
                [key: string]: string;
            };
            ruleId?: string;
        };
        Span: {
            start: number;
            end: number;
        };
        IncidentCounts: {
            [key: string]: components["schemas"]["IncidentCount"];
        };
        Case: {
            number: number;
            version: number;
            facts: components["schemas"]["IncidentFacts"];
            messages: components["schemas"]["CaseMessage"][];
            drafts: components["schemas"]["CaseDraft"][];
            replies: components["schemas"]["CaseReply"][];
            evidence: components["schemas"]["Evidence"][] | null;
            offers: components["schemas"]["CaseOffer"][];
            notes: components["schemas"]["CaseNote"][];
            timeline: components["schemas"]["CaseStep"][];
            matches: components["schemas"]["ExplainedMatch"][];
            route: {
                authorityId: string | null;
                ruleId: string | null;
                why: string;
                coExecutors: {
                    authorityId: string;
                    why: string;
                }[];
            } | null;
            territory: {
                territoryId: string | null;
                why: string;
            } | null;
            deadlines: components["schemas"]["Deadline"][];
            actions: components["schemas"]["Action"][];
            related: {
                incidentId: string;
                number: number | null;
                as: string;
            }[];
            withheld: string[];
        };
        CaseMessage: {
            key: string;
            role: "complaint" | "follow-up";
            act: ("word" | "thanks" | "answer") | null;
            of: string | null;
            waits: boolean;
            text: string | null;
            url: string | null;
            attachments: {
                kind: "photo" | "video" | "audio" | "document" | "link" | "other";
                url: string;
            }[] | null;
            place: {
                name?: string;
                latitude?: number;
                longitude?: number;
                street?: string;
                house?: string;
                object?: string;
            } | null;
            parentKey: string | null;
            publishedAt: string;
            revision: number;
            erased: boolean;
            deletedAt: string | null;
            answeredBy: string | null;
        };
        CaseDraft: {
            draftId: string;
            textHash: string;
            guidanceId: string | null;
            findings: components["schemas"]["StoredFinding"][];
            createdAt: string;
            replyKind: string;
            outcome: ({
                value: string;
            } & {
                [key: string]: unknown;
            }) | null;
            drafterId: string;
            madeBy: {
                provider: string;
                modelId: string;
                promptHash: string;
            } | null;
            state: "in-review" | "approved" | "returned" | "published" | "withdrawn";
            text: string | null;
            variants: {
                network: string;
                text: string;
            }[] | null;
            photos: {
                url: string;
                contentHash: string;
            }[] | null;
            remark: string | null;
        };
        StoredFinding: {
            code: string;
            severity: "error" | "warning" | "note";
            span: {
                start: number;
                end: number;
            } | null;
            network: string | null;
        };
        CaseReply: {
            draftId: string;
            messageKey: string;
            outboxId?: string;
            connectorId?: string | null;
            placement?: string;
            plannedAt?: string;
            dueAt?: string | null;
            refusal?: string | null;
            attempts?: number;
            nextTryAt?: string;
            state: "planned" | "manual" | "read-back" | "published" | "refused";
            text: string | null;
            replyKey: string | null;
            url: string | null;
            publishedAt: string | null;
        };
        Evidence: {
            evidenceId: string;
            shows: "problem" | "fix";
            contentHash: string;
            attachedAt: string;
            capturedAt: string | null;
            place: {
                latitude: number;
                longitude: number;
            } | null;
            doubts: {
                code: string;
                facts: {
                    [key: string]: string;
                };
            }[];
            unchecked: string[];
        };
        CaseOffer: {
            messageKey: string;
            index: number;
            evidenceId: string | null;
            url: string | null;
        };
        CaseNote: {
            noteId: string;
            at: string;
            by: string;
            mentions: string[];
            text: string | null;
            files: {
                fileId: string;
                title: string;
                mediaType: string;
                bytes: number;
                sha256: string;
            }[] | null;
            erased: boolean;
        };
        CaseStep: {
            at: string;
            by: components["schemas"]["Actor"];
            type: string;
            details: {
                [key: string]: unknown;
            };
            imported: boolean;
        };
        Actor: {
            id: string;
            kind: "person" | "system";
        };
        ExplainedMatch: {
            ruleId: string;
            ruleVersion: string | null;
            topic: string | null;
            clauses: {
                term: string;
                start: number;
                end: number;
                text: string | null;
            }[];
        };
        Deadline: {
            goal: string;
            dueAt: string;
            policyId: string;
            policyVersion: string;
            explanation: {
                source: string | null;
                calendar: {
                    id: string;
                    version: string | null;
                } | null;
                zone: string;
                startedAt: string;
                startedLocal: string;
                dueLocal: string;
                counted: {
                    unit: "minutes" | "days";
                    amount: number;
                };
                intervals: components["schemas"]["ExplainedInterval"][];
            } | null;
        };
        ExplainedInterval: {
            from: string;
            to: string;
            fromLocal: string;
            toLocal: string;
            counted: boolean;
            reason: string;
            note: string | null;
            why: string;
            minutes: number;
        };
        Actions: {
            version: number;
            actions: components["schemas"]["Action"][];
        };
        Rights: {
            actor: components["schemas"]["Actor"];
            readings: {
                [key: string]: components["schemas"]["Reach"];
            };
            commands: {
                [key: string]: components["schemas"]["Reach"];
            };
            whole: {
                [key: string]: components["schemas"]["Reach"];
            };
        };
        Reach: "everywhere" | "somewhere" | "nowhere";
        Vocabulary: {
            topics: components["schemas"]["Titled"][];
            authorities: {
                id: string;
                title: string;
            }[];
            territories: {
                id: string;
                title: string;
                parentId: string | null;
            }[];
            tags: {
                id: string;
                title: string;
            }[];
            templates: {
                id: string;
                title: string;
                version: string;
            }[];
            guidance: {
                id: string;
                title: string;
                topic: string;
            }[];
            policies: {
                id: string;
                version: string;
                goal: string;
            }[];
        };
        Titled: {
            id: string;
            title: string;
        };
        FollowedUp: {
            incidentId: string;
            version: number;
            messageKey: string;
            act: "word" | "thanks" | "answer";
            isReopened: boolean;
            known: boolean;
            findings: components["schemas"]["ReplyFinding"][];
        };
        Executed: {
            incidentId: string;
            version: number;
            status: string;
            eventTypes: string[];
            review?: components["schemas"]["EvidenceReview"];
            findings?: components["schemas"]["ReplyFinding"][];
            routing?: {
                authorityId: string | null;
                ruleId: string | null;
                why: string;
            };
        };
        EvidenceReview: {
            doubts: {
                code: string;
                why: string;
                facts: {
                    [key: string]: string;
                };
            }[];
            unchecked: {
                code: string;
                why: string;
            }[];
        };
        ManyResult: {
            count: number;
            done: number;
            already: number;
            refused: {
                incidentId: string;
                number: number | null;
                problem: components["schemas"]["Problem"];
            }[];
            stopped: boolean;
        };
        UnsealedAuthor: {
            network: string;
            authorId: string;
            entryId: string;
        };
        FeedPage: {
            items: components["schemas"]["FeedItem"][];
            next: string | null;
        };
        FeedItem: {
            position: string;
            incidentId: string;
            number: number;
            version: number;
            type: string;
            at: string;
            by: components["schemas"]["Actor"];
            details: {
                [key: string]: unknown;
            };
            facts: components["schemas"]["IncidentFacts"];
        };
        Composed: {
            text: string;
            template: {
                id: string;
                version: string;
            } | null;
            choice: {
                why: string;
                passed: {
                    templateId: string;
                    version: string;
                    why: string;
                }[];
            } | null;
            missing: string[];
            findings: components["schemas"]["DraftFinding"][];
            spelling: components["schemas"]["Misspelling"][];
            targets: components["schemas"]["ReplyTarget"][];
        };
        DraftFinding: {
            code: string;
            severity: "error" | "warning" | "note";
            span: components["schemas"]["Span"] | null;
            sentence: string;
            facts: {
                [key: string]: string;
            };
            ruleId?: string;
            network: string | null;
        };
        Misspelling: {
            network: string | null;
            span: {
                start: number;
                end: number;
            };
            suggestions: string[];
        };
        ReplyTarget: {
            network: string;
            length: number;
            limit: number | null;
            links: boolean;
            photos: boolean;
            isAutomatic: boolean;
        };
        Report: {
            schemaVersion: 2;
            scope: {
                reach: "everything" | {
                    territoryIds?: string[];
                    topics?: string[];
                    authorityIds?: string[];
                }[];
                where: {
                    topics?: string[];
                    territoryIds?: string[];
                    authorityIds?: string[];
                    networks?: string[];
                    kinds?: ("problem" | "question" | "suggestion" | "thanks")[];
                    importance?: ("normal" | "raised")[];
                    intake?: ("network" | "hand" | "import")[];
                    problems?: string[];
                    closings?: string[];
                } | null;
            };
            period: {
                zone: string;
                fromDate: string;
                toDate: string;
                from: string;
                to: string;
                days: number;
                workingDays: number | null;
            };
            comparedWith: {
                zone: string;
                fromDate: string;
                toDate: string;
                from: string;
                to: string;
                days: number;
                workingDays: number | null;
            } | null;
            at: string;
            metrics: {
                id: string;
                kind: "case" | "clock" | "event" | "stock" | "share" | "duration";
                title: {
                    ru: string;
                    en: string;
                };
                definition: {
                    ru: string;
                    en: string;
                };
            }[];
            totals: {
                keys: (string | null)[];
                numbers: {
                    [key: string]: number | null;
                };
                shares: {
                    [key: string]: {
                        share: number | null;
                        of: number | null;
                    };
                };
                durations: {
                    [key: string]: {
                        count: number | null;
                        medianMinutes: number | null;
                        p90Minutes: number | null;
                    };
                };
                previous: {
                    numbers: {
                        [key: string]: number | null;
                    };
                    shares: {
                        [key: string]: {
                            share: number | null;
                            of: number | null;
                        };
                    };
                    durations: {
                        [key: string]: {
                            count: number | null;
                            medianMinutes: number | null;
                            p90Minutes: number | null;
                        };
                    };
                } | null;
                change: {
                    numbers: {
                        [key: string]: {
                            absolute: number;
                            percent: number | null;
                        } | null;
                    };
                    sharePoints: {
                        [key: string]: number | null;
                    };
                } | null;
            };
            tables: {
                by: ("topic" | "topicGroup" | "authority" | "authorityKind" | "territory" | "network" | "community" | "rule" | "kind" | "importance" | "intake" | "outcome" | "closing" | "weekday" | "hour")[];
                bucket: ("day" | "week" | "month") | null;
                overlapping: boolean;
                rows: {
                    keys: (string | null)[];
                    numbers: {
                        [key: string]: number | null;
                    };
                    shares: {
                        [key: string]: {
                            share: number | null;
                            of: number | null;
                        };
                    };
                    durations: {
                        [key: string]: {
                            count: number | null;
                            medianMinutes: number | null;
                            p90Minutes: number | null;
                        };
                    };
                    previous: {
                        numbers: {
                            [key: string]: number | null;
                        };
                        shares: {
                            [key: string]: {
                                share: number | null;
                                of: number | null;
                            };
                        };
                        durations: {
                            [key: string]: {
                                count: number | null;
                                medianMinutes: number | null;
                                p90Minutes: number | null;
                            };
                        };
                    } | null;
                    change: {
                        numbers: {
                            [key: string]: {
                                absolute: number;
                                percent: number | null;
                            } | null;
                        };
                        sharePoints: {
                            [key: string]: number | null;
                        };
                    } | null;
                }[];
            }[];
            notes: {
                id: "period-not-over" | "other-length" | "other-working-days" | "nothing-due" | "sums-differ" | "present-state" | "rules-changed" | "policies-changed" | "connectors-changed" | "topics-changed" | "coverage-differs" | "history-imported" | "terms-missing" | "scoped";
                text: string;
                facts: {
                    [key: string]: string | number | string[];
                };
            }[];
            published?: {
                k: number;
                hidden: number;
            };
        };
        Coverage: {
            period: components["schemas"]["Interval"];
            sources: {
                connectorId: string;
                sourceId: string;
                title: string;
                minutes: number;
                readMinutes: number;
                read: components["schemas"]["Interval"][];
                gaps: {
                    from: string;
                    to: string;
                    reason: string;
                }[];
            }[];
        };
        Interval: {
            from: string;
            to: string;
        };
        Workload: {
            at: string;
            authorityId: string;
            open: number;
            overdue: number;
            executors: components["schemas"]["ExecutorWork"][];
        };
        ExecutorWork: {
            executorId: string | null;
            open: number;
            overdue: number;
        };
        BurstPage: {
            items: components["schemas"]["Burst"][];
            next: string | null;
        };
        Burst: {
            burstId: string;
            state: "open" | "over";
            level: "topic" | "group";
            topicIds: string[];
            group: string | null;
            territoryId: string | null;
            since: string;
            foundAt: string;
            lastAt: string;
            overAt: string | null;
            count: number;
            voices: number;
            usual: number;
            windowMinutes: number;
            odds: number;
            incidents: string[];
            curve: {
                at: string;
                count: number;
            }[];
            cells: {
                level: "topic" | "group";
                subject: string | null;
                territoryId: string | null;
                count: number;
                usual: number;
                windowMinutes: number;
                odds: number;
            }[];
        };
        GuidanceReview: {
            uses: {
                guidanceId: string;
                count: number;
            }[];
            findings: {
                code: string;
                severity: "error" | "warning" | "note";
                guidanceId: string | null;
                topic: string;
                message: string;
            }[];
        };
        JournalPage: {
            entries: components["schemas"]["JournalEntry"][];
            next: string | null;
        };
        JournalEntry: components["schemas"]["AccessEntry"] | components["schemas"]["ReadingEntry"] | components["schemas"]["ErasureEntry"] | components["schemas"]["MoveEntry"] | components["schemas"]["SearchEntry"] | components["schemas"]["ConfigurationEntry"];
        AccessEntry: {
            kind: "access";
            entryId: string;
            at: string;
            by: components["schemas"]["Actor"];
            incidentId: string | null;
            messageKey: string;
            purpose: string;
        };
        ReadingEntry: {
            kind: "reading";
            entryId: string;
            at: string;
            by: components["schemas"]["Actor"];
            incidentId: string | null;
            what: "case" | "list" | "export";
            conditions: {
                [key: string]: unknown;
            } | null;
            count: number | null;
        };
        ErasureEntry: {
            kind: "erasure";
            entryId: string;
            at: string;
            by: components["schemas"]["Actor"];
            incidentId: string | null;
            cause: string;
            policyId: string | null;
            requestId: string | null;
            parts: number | null;
            erased: {
                messages: number;
                sealedAuthors: number;
                drafts: number;
                replies: number;
                evidence: number;
                accessEntries: number;
            };
            kept: {
                what: string;
                count: number;
                why: string;
            }[];
            messageKeys: string[];
            digest: string;
            proof: string;
        };
        MoveEntry: {
            kind: "move";
            entryId: string;
            at: string;
            by: components["schemas"]["Actor"];
            incidentId: null;
            direction: "export" | "import";
            counts: {
                [key: string]: number;
            };
        };
        SearchEntry: {
            kind: "search";
            entryId: string;
            at: string;
            by: components["schemas"]["Actor"];
            incidentId: null;
            words: string;
            purpose: string | null;
            found: number;
        };
        ConfigurationEntry: {
            kind: "configuration";
            entryId: string;
            at: string;
            by: components["schemas"]["Actor"];
            incidentId: null;
            isFirst: boolean;
            digests: {
                rules: string;
                policies: string;
                connectors: string;
                topics: string;
            };
            changes: {
                rules: components["schemas"]["PartChange"];
                policies: components["schemas"]["PartChange"];
                connectors: components["schemas"]["PartChange"];
                topics: components["schemas"]["PartChange"];
            };
        };
        PartChange: {
            added: string[];
            removed: string[];
            changed: string[];
        };
        Health: {
            at: string;
            storage: {
                state: string;
                code: string | null;
            };
            sources: {
                connectorId: string;
                sourceId: string;
                readAt: string | null;
                lateMinutes: number;
                pausedUntil: string | null;
            }[];
            work: {
                clocks: {
                    due: number;
                    oldestAt: string | null;
                };
                replies: {
                    connectorId: string | null;
                    wait: "due" | "later" | "retry" | "manual";
                    count: number;
                    plannedAt: string;
                    dueAt: string | null;
                }[];
                leases: {
                    [key: string]: {
                        held: number;
                        runOut: number;
                    };
                };
                incidents: {
                    [key: string]: number;
                };
                countedTo: number;
            } | null;
            retention: {
                policyId: string;
                lateMinutes: number;
            }[];
            connectors: {
                connectorId: string;
                ok: boolean;
                problems: string[];
                expiresAt: string | null;
            }[];
        };
        Webhooks: {
            items: components["schemas"]["Webhook"][];
        };
        Webhook: {
            id: string;
            state: "active" | "waiting" | "paused" | "disabled";
            position: string | null;
            changedAt: string | null;
            failures: number;
            failingSince: string | null;
            nextTryAt: string | null;
            lastStatus: number | null;
            deadLetters: number;
            toReplay: number;
        };
        DeadLetters: {
            items: components["schemas"]["DeadLetter"][];
            next: string | null;
        };
        DeadLetter: {
            position: string;
            incidentId: string;
            status: number;
            at: string;
        };
        ProblemPage: {
            code: string;
            title: string;
            statuses: number[];
            advice: string;
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
    listIncidents: {
        parameters: {
            query?: {
                view?: string;
                numbers?: number[];
                messageKey?: string;
                external?: string;
                statuses?: components["schemas"]["IncidentStatus"][];
                waitsFor?: "moderator" | "owner" | "executor" | "approver" | "publisher" | "author";
                intake?: string[];
                kinds?: ("problem" | "question" | "suggestion" | "thanks")[];
                importance?: ("normal" | "raised")[];
                problems?: string[];
                closings?: string[];
                topics?: string[];
                topicGroups?: string[];
                authorityIds?: string[];
                executorIds?: string[];
                territoryIds?: string[];
                withParts?: "true" | "false";
                networks?: string[];
                communities?: string[];
                rules?: string[];
                tags?: string[];
                tagsAll?: string[];
                tagsNone?: string[];
                mentioned?: string[];
                open?: "true" | "false";
                unowned?: "true" | "false";
                authorWaits?: "true" | "false";
                answeredByHand?: "true" | "false";
                repeats?: "true" | "false";
                reopened?: "true" | "false";
                overdue?: "true" | "false";
                goals?: string[];
                dueBefore?: string;
                dueAfter?: string;
                registeredFrom?: string;
                registeredTo?: string;
                publishedFrom?: string;
                publishedTo?: string;
                closedFrom?: string;
                closedTo?: string;
                updatedFrom?: string;
                updatedTo?: string;
                metric?: string;
                metricFrom?: string;
                metricTo?: string;
                metricAt?: string;
                order?: "number" | "due" | "waiting" | "newest" | "oldest" | "updated";
                with?: ("text" | "last-word" | "actions")[];
                count?: "true" | "false";
                limit?: number;
                after?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IncidentList"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
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
    registerIncident: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Registration"];
            };
        };
        responses: {
            200: {
                headers: {
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Registered"];
                };
            };
            201: {
                headers: {
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Registered"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            501: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
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
    countIncidents: {
        parameters: {
            query: {
                views: string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IncidentCounts"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
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
    searchIncidents: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Search"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IncidentList"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
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
    getCase: {
        parameters: {
            query?: never;
            header?: {
                "If-None-Match"?: string;
            };
            path: {
                incidentId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Case"];
                };
            };
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
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
    getActions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                incidentId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Actions"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
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
    me: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rights"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
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
    vocabulary: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Vocabulary"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
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
    addMessage: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                incidentId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FollowUp"];
            };
        };
        responses: {
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FollowedUp"];
                };
            };
            201: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FollowedUp"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
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
    executeCommand: {
        parameters: {
            query?: never;
            header: {
                "If-Match": string;
                "Idempotency-Key"?: string;
            };
            path: {
                incidentId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Command"];
            };
        };
        responses: {
            200: {
                headers: {
                    ETag?: string;
                    "Idempotency-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Executed"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
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
    executeMany: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ManyCommand"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ManyResult"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
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
    previewMany: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ManyPreview"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ManyResult"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
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
    unsealAuthor: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                incidentId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AuthorQuestion"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UnsealedAuthor"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
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
    addEvidence: {
        parameters: {
            query: {
                shows: "problem" | "fix";
                messageKey?: string;
                index?: number;
            };
            header?: {
                "If-Match"?: string;
            };
            path: {
                incidentId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "image/*": string;
            };
        };
        responses: {
            201: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Executed"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            501: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPhoto: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                incidentId: string;
                evidenceId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/*": string;
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            501: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    feed: {
        parameters: {
            query?: {
                after?: string;
                types?: string[];
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FeedPage"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
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
    events: {
        parameters: {
            query?: {
                after?: string;
                types?: string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            501: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    checkDraft: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                incidentId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DraftCheck"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Composed"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
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
    previewGuidance: {
        parameters: {
            query: {
                incidentId: string;
                replyKind?: "interim" | "final" | "guidance";
            };
            header?: never;
            path: {
                guidanceId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Composed"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
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
    report: {
        parameters: {
            query: {
                zone: string;
                from: string;
                to: string;
                compareWith?: "previous" | "year-before";
                at?: string;
                by?: string[];
                bucket?: "day" | "week" | "month";
                rollUp?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Report"];
                    "text/csv": string;
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            501: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coverage: {
        parameters: {
            query: {
                zone: string;
                from: string;
                to: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Coverage"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
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
    workload: {
        parameters: {
            query: {
                authorityId: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Workload"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
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
    bursts: {
        parameters: {
            query?: {
                open?: "true" | "false";
                after?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BurstPage"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
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
    guidance: {
        parameters: {
            query?: {
                soonDays?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GuidanceReview"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
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
    journal: {
        parameters: {
            query: {
                kind: "access" | "reading" | "search" | "erasure" | "move" | "configuration";
                incidentId?: string;
                from?: string;
                to?: string;
                limit?: number;
                after?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JournalPage"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
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
    health: {
        parameters: {
            query?: {
                connectors?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
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
    listWebhooks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhooks"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            501: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listDeadLetters: {
        parameters: {
            query?: {
                after?: string;
                limit?: number;
            };
            header?: never;
            path: {
                endpointId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeadLetters"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            501: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replayWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                endpointId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Replay"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            501: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resumeWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                endpointId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            501: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    livez: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        alive: true;
                    };
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readyz: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        ready: boolean;
                    };
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        ready: boolean;
                    };
                };
            };
        };
    };
    problem: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemPage"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    verifyHook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "*/*": string;
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "*/*": string;
                };
            };
        };
    };
    receiveHook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "*/*": string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "*/*": string;
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "*/*": string;
                };
            };
        };
    };
}
