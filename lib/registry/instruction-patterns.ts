/**
 * Passages that speak to the model instead of describing a tool, as published attacks on tool descriptions use them. Matched
 * against lower-case text with single blanks and without hidden characters. Every span is bounded, so that no text is slow.
 */
export const INSTRUCTIONS: readonly { what: string; pattern: RegExp }[] = [
  {
    what: 'tells the model to set its instructions aside',
    pattern: /\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}\b(?:previous|prior|earlier|above|preceding|all|any|other|system|your)\b.{0,30}\b(?:instructions?|prompts?|rules|guidelines|directions|safety|policies)\b/,
  },
  {
    what: 'tells the model what it must do',
    pattern: /\b(?:you|assistants?|(?:the|an|any) (?:ai|model|assistant|agent|llm))\b(?: (?:must|shall|should|have to|need to|are required to|will))(?: (?:always|never|first|also|now|not|only|immediately|silently))* (?:call|invoke|use|run|execute|read|send|include|pass|forward|upload|fetch|open|copy|append|add|insert|ignore|follow|obey|do|tell|say|reply|respond|ask|mention|reveal|disclose|query|retrieve|provide the content|write)\b/,
  },
  { what: 'tells the model what to do around a call', pattern: /\b(?:before|after|when|whenever|prior to|while)\s+(?:you )?(?:using|calling|invoking|running|executing|use|call|invoke|run|execute)\s+(?:this|the|any|other|another|a)\b.{0,30}\btools?\b/ },
  {
    what: 'asks to be preferred over other tools',
    pattern: /\balways (?:use|call|prefer|invoke|run|choose|select) (?:this|the \S{1,60} tool|it)\b|\b(?:use|call|prefer|invoke|choose) this (?:tool )?(?:first|instead of|over|rather than|before (?:any|every|all))\b|\bmust be (?:called|used|invoked|run) (?:first|before)\b|\bnever (?:use|call|invoke) (?:the )?(?:other|any)\b|\b(?:do not|don't) (?:use|call|invoke) (?:the )?(?:other|any)\b.{0,30}\btools?\b/,
  },
  {
    what: 'asks for something to be kept from people',
    pattern: /\b(?:do not|don't|never|without)\b.{0,20}\b(?:tell|telling|mention|mentioning|inform|informing|notify|notifying|reveal|revealing|show|showing|disclose|disclosing|alert|alerting|warn|warning|ask|asking|let)\b.{0,40}\b(?:users?|humans?|anyone|anybody|operators?|them|customers?|developers?)\b|\b(?:hide|conceal|keep) (?:this|it|that|these)\b.{0,30}\b(?:from (?:the )?(?:user|human|operator)|secret)\b|\bwithout (?:the )?user'?s? (?:knowledge|noticing|consent|approval|confirmation)\b|\b(?:do not|don't|never) (?:mention|reveal|disclose) (?:this|that|these|it)\b/,
  },
  { what: 'asks for something to be done unseen', pattern: /\b(?:silently|secretly|quietly|covertly)\s+(?:send|forward|copy|upload|call|include|read|run|execute|append|add|fetch|transmit|email|post|do)\b/ },
  { what: 'uses markup that models read as orders', pattern: /<\/?\s{0,3}(?:important|system|instructions?|secret|hidden|admin|prompt|assistant|critical|override|sys)\b[^<>]{0,40}>|\[\/?(?:inst|system|sys)\]|<\|[a-z_]{1,30}\|>|#{2,}\s{0,3}(?:system|instructions?)\b|(?:^|\n)\s{0,10}(?:system|assistant|developer)\s{0,3}:/ },
  { what: 'orders the model with emphasis', pattern: /\b(?:important|critical|attention|urgent|mandatory|note to (?:the )?(?:ai|model|assistant|llm|agent))\s{0,3}[:!].{0,80}\b(?:you|always|never|must|do not|don't|before|first|ignore|call|invoke)\b/ },
  { what: 'speaks of the model’s own instructions', pattern: /\bsystem prompts?\b|\bsystem instructions?\b|\bdeveloper message\b|\b(?:hidden|secret|new|updated|additional) instructions?\b.{0,30}(?::|\bfor (?:the )?(?:ai|model|assistant|llm|agent|you)\b)|\byour (?:system )?(?:prompt|instructions|context window|guidelines|training)\b/ },
  { what: 'gives the model a role', pattern: /\byou are now\b|\bpretend (?:to be|you|that you)\b|\bfrom now on\b|\bjailbreak\b|\bfor (?:all|every) (?:subsequent|future|later|following) (?:call|request|message|tool|action|response)s?\b/ },
  { what: 'names a place where credentials are kept', pattern: /(?:~|\$home|%userprofile%|\/home\/[^\s/]{1,40}|\/root|\/users\/[^\s/]{1,40})\/\.(?:ssh|aws|gnupg|kube|cursor|claude|netrc|npmrc|docker|git-credentials|bash_history|zsh_history|env|config\/gcloud)\b|\bid_(?:rsa|ed25519|ecdsa|dsa)\b|\/etc\/(?:passwd|shadow)\b|\.cursor\/mcp\.json\b|\bclaude_desktop_config\.json\b|\b(?:read|open|cat|load|send|include|contents? of)\b.{0,60}\.env\b/ },
  { what: 'asks for secrets to be handed over', pattern: /\b(?:send|forward|upload|post|copy|bcc|transmit|email|include|append|pass|put|attach|add)\b.{0,80}\b(?:credentials?|passwords?|tokens?|secrets?|api keys?|private keys?|ssh keys?|environment variables)\b.{0,60}(?:\bto (?:https?:|[^\s@]{1,64}@)|\b(?:in|as|into|to) (?:the |an? )?.{0,30}\b(?:parameter|argument|field|note|comment)\b)/ },
  { what: 'asks for a conversation or file to be handed over', pattern: /\b(?:send|forward|upload|post|copy|include|append|pass|put|attach|add|provide|supply|insert|place)\b.{0,40}\b(?:its contents?|contents? of (?:the|your|this|that) (?:file|conversation|chat)|(?:entire|whole|full|complete|previous|your) (?:conversation|chat|context|message history|reasoning|prompt))\b/ },
]
