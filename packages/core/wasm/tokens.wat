;; Splits texts into words and looks words up, with the memory that both need. `npm run wasm` turns this file into `src/match/fold/token-wasm.ts`.
;;
;; What it computes is what `fold-scan.ts` and `token-cache.ts` compute; those serve long texts, and hosts without WebAssembly. No step has a branch that
;; depends on the letters of a text, but for signs: such a branch cannot be foretold, and one that goes wrong costs as much as reading five letters.
(module
  (memory (export "memory") 46)

  ;; Where things are, in bytes. Arrays of tokens are not a multiple of 4096 apart: the processor would mix them up.
  (global (export "state") i32 (i32.const 0x0))        ;; count of tokens, used units, next position, count of missed: written by either side
  (global (export "masks") i32 (i32.const 0x40))       ;; of words of 0 to 14 letters: 32 bytes each, set where the letters are
  (global (export "text") i32 (i32.const 0x400))       ;; UTF-16
  (global (export "units") i32 (i32.const 0x2800))     ;; folded, of one token after the other
  (global (export "table") i32 (i32.const 0x10000))    ;; what each UTF-16 unit folds to
  (global (export "from") i32 (i32.const 0x30000))
  (global (export "to") i32 (i32.const 0x38240))
  (global (export "hash") i32 (i32.const 0x40480))
  (global (export "start") i32 (i32.const 0x486c0))
  (global (export "end") i32 (i32.const 0x50900))
  (global (export "position") i32 (i32.const 0x58b40))
  (global (export "width") i32 (i32.const 0x60d80))
  (global (export "kind") i32 (i32.const 0x68fc0))     ;; a byte each
  (global (export "hits") i32 (i32.const 0x6b200))     ;; tokens that may mean something
  (global (export "classes") i32 (i32.const 0x73440))  ;; and their classes
  (global (export "missed") i32 (i32.const 0x7b680))   ;; hits whose classes are not known
  ;; and from 0x838c0 on where the slots of the tokens are, while they are looked up
  (global (export "tags") i32 (i32.const 0x90000))     ;; of words that were met before, four a set, as `token-slots.ts` tells
  (global (export "slots") i32 (i32.const 0xd0000))    ;; the words, 32 bytes each

  ;; The longest text, in UTF-16 units, and the most tokens.
  (global (export "longest") i32 (i32.const 4096))
  (global (export "most") i32 (i32.const 8192))
  (global (export "slotCount") i32 (i32.const 0x10000))

  ;; Reads words from a unit of the text up to the next sign; a separator must stand behind the text. Gives where it stopped.
  (func (export "scan") (param $index i32) (param $length i32) (result i32)
    (local $at i32) (local $last i32) (local $folded i32) (local $isLetter i32) (local $wasLetter i32)
    (local $hash i32) (local $token i32) (local $unit i32) (local $next i32) (local $end i32) (local $position i32)
    ;; In bytes: where the scan is in the text, among the tokens and the units. Masks are 0 or -1.
    (local.set $at (i32.shl (local.get $index) (i32.const 1)))
    (local.set $last (i32.shl (local.get $length) (i32.const 1)))
    (local.set $token (i32.shl (i32.load (i32.const 0)) (i32.const 2)))
    (local.set $unit (i32.shl (i32.load offset=4 (i32.const 0)) (i32.const 1)))
    (block $sign
      (loop $units
        (local.set $folded
          (i32.load16_u offset=0x10000 (i32.shl (i32.load16_u offset=0x400 (local.get $at)) (i32.const 1))))
        (local.set $isLetter (i32.sub (i32.const 0) (i32.gt_u (local.get $folded) (i32.const 47))))
        ;; What would be so if a word ended here; the next unit writes over it unless one did.
        (i32.store16 offset=0x2800 (local.get $unit) (i32.and (local.get $folded) (local.get $isLetter)))
        (i32.store offset=0x38240 (local.get $token) (local.get $unit))
        (i32.store offset=0x40480 (local.get $token) (local.get $hash))
        (i32.store offset=0x50900 (local.get $token) (local.get $at))
        (local.set $token
          (i32.add (local.get $token)
            (i32.and (i32.const 4) (i32.and (local.get $wasLetter) (i32.xor (local.get $isLetter) (i32.const -1))))))
        ;; What follows a word of odd length fills it up.
        (local.set $unit
          (i32.and (i32.add (local.get $unit) (i32.const 2)) (i32.or (i32.const -4) (local.get $isLetter))))
        (local.set $hash
          (i32.mul
            (i32.xor (i32.and (local.get $hash) (local.get $wasLetter)) (local.get $folded))
            (i32.const 0x01000193)))
        (local.set $wasLetter (local.get $isLetter))
        (if (i32.lt_u (i32.sub (local.get $folded) (i32.const 1)) (i32.const 47))
          (then
            ;; A full stop, a colon and their like mean something only before a letter or another sign: nearly always a space follows.
            (br_if $sign (i32.lt_u (local.get $folded) (i32.const 8)))
            (br_if $sign
              (i32.load16_u offset=0x10000 (i32.shl (i32.load16_u offset=0x402 (local.get $at)) (i32.const 1))))))
        (local.set $at (i32.add (local.get $at) (i32.const 2)))
        (br_if $units (i32.le_u (local.get $at) (local.get $last)))))
    ;; What follows from where words end.
    (local.set $next (i32.shl (i32.load (i32.const 0)) (i32.const 2)))
    (local.set $unit (i32.shl (i32.load offset=4 (i32.const 0)) (i32.const 1)))
    (local.set $position (i32.load offset=8 (i32.const 0)))
    (block $done
      (loop $tokens
        (br_if $done (i32.ge_u (local.get $next) (local.get $token)))
        (local.set $end (i32.load offset=0x38240 (local.get $next)))
        (i32.store offset=0x30000 (local.get $next) (i32.shr_u (local.get $unit) (i32.const 1)))
        (i32.store offset=0x38240 (local.get $next) (i32.shr_u (local.get $end) (i32.const 1)))
        (local.set $index (i32.load offset=0x50900 (local.get $next)))
        (i32.store offset=0x486c0 (local.get $next)
          (i32.shr_u (i32.add (i32.sub (local.get $index) (local.get $end)) (local.get $unit)) (i32.const 1)))
        (i32.store offset=0x50900 (local.get $next) (i32.shr_u (local.get $index) (i32.const 1)))
        (i32.store offset=0x58b40 (local.get $next) (local.get $position))
        (local.set $position (i32.add (local.get $position) (i32.const 1)))
        (i32.store offset=0x60d80 (local.get $next) (i32.const 1))
        (i32.store8 offset=0x68fc0 (i32.shr_u (local.get $next) (i32.const 2)) (i32.const 0))
        (local.set $unit (i32.and (i32.add (local.get $end) (i32.const 2)) (i32.const -4)))
        (local.set $next (i32.add (local.get $next) (i32.const 4)))
        (br $tokens)))
    (i32.store offset=8 (i32.const 0) (local.get $position))
    (i32.store (i32.const 0) (i32.shr_u (local.get $token) (i32.const 2)))
    (i32.store offset=4 (i32.const 0) (i32.shr_u (local.get $unit) (i32.const 1)))
    (i32.shr_u
      (select (local.get $at) (local.get $last) (i32.lt_u (local.get $at) (local.get $last)))
      (i32.const 1)))

  ;; Finds the classes of the tokens. Gives how many hits there are; those that are missed have no class yet.
  (func (export "lookup") (param $count i32) (param $shift i32) (result i32)
    (local $token i32) (local $last i32) (local $hash i32) (local $slot i32) (local $from i32) (local $length i32)
    (local $what i32) (local $isKnown i32) (local $class i32) (local $hit i32) (local $missed i32) (local $mask i32)
    (local.set $last (i32.shl (local.get $count) (i32.const 2)))
    ;; First where every token must be, with little else: so the processor fetches many slots at once, and does not wait for each.
    (block $done
      (loop $tokens
        (br_if $done (i32.ge_u (local.get $token) (local.get $last)))
        (local.set $hash (i32.load offset=0x40480 (local.get $token)))
        ;; Which of the four slots of its set a word must be in is computed, not branched to; the last one when it is in none.
        (local.set $slot
          (i32.shl (i32.shr_u (i32.mul (local.get $hash) (i32.const 0x9e3779b1)) (local.get $shift)) (i32.const 4)))
        (local.set $slot
          (i32.shl
            (i32.add
              (i32.shr_u (local.get $slot) (i32.const 2))
              (i32.ctz
                (i32.or
                  (i32.const 8)
                  (i32x4.bitmask
                    (i32x4.eq (v128.load offset=0x90000 (local.get $slot)) (i32x4.splat (local.get $hash)))))))
            (i32.const 5)))
        (i32.store offset=0x838c0 (local.get $token) (local.get $slot))
        (local.set $what (i32.or (local.get $what) (i32.load offset=0xd0000 (local.get $slot))))
        (local.set $token (i32.add (local.get $token) (i32.const 4)))
        (br $tokens)))
    ;; What was read is used, or it would not be read.
    (i32.store offset=12 (i32.const 0) (local.get $what))
    (local.set $token (i32.const 0))
    (block $done
      (loop $tokens
        (br_if $done (i32.ge_u (local.get $token) (local.get $last)))
        (local.set $slot (i32.load offset=0x838c0 (local.get $token)))
        (local.set $from (i32.load offset=0x30000 (local.get $token)))
        (local.set $length (i32.sub (i32.load offset=0x38240 (local.get $token)) (local.get $from)))
        (local.set $from (i32.shl (local.get $from) (i32.const 1)))
        (local.set $mask (i32.shl (i32.and (local.get $length) (i32.const 15)) (i32.const 5)))
        (local.set $what (i32.load offset=0xd0000 (local.get $slot)))
        ;; Known is a word of the same length, the same hash and the same letters: eight of them, and eight from the seventh on.
        (local.set $isKnown
          (i32.and
            (i32.and
              (i32.eq
                (i32.load offset=0x90000 (i32.shr_u (local.get $slot) (i32.const 3)))
                (i32.load offset=0x40480 (local.get $token)))
              (i32.eq (i32.and (local.get $what) (i32.const 31)) (local.get $length)))
            (i32.eqz
              (v128.any_true
                (v128.or
                  (v128.xor
                    (v128.load offset=0xd0004 (local.get $slot))
                    (v128.and (v128.load offset=0x2800 (local.get $from)) (v128.load offset=0x40 (local.get $mask))))
                  (v128.xor
                    (v128.load offset=0xd0010 (local.get $slot))
                    (v128.and (v128.load offset=0x280c (local.get $from)) (v128.load offset=0x4c (local.get $mask)))))))))
        (if (i32.and (local.get $isKnown) (i32.eqz (i32.and (local.get $what) (i32.const 32))))
          (then (i32.store offset=0xd0000 (local.get $slot) (i32.or (local.get $what) (i32.const 32)))))
        (local.set $class (i32.and (i32.shr_u (local.get $what) (i32.const 6)) (i32.sub (i32.const 0) (local.get $isKnown))))
        (i32.store offset=0x6b200 (local.get $hit) (i32.shr_u (local.get $token) (i32.const 2)))
        (i32.store offset=0x73440 (local.get $hit) (local.get $class))
        (i32.store offset=0x7b680 (local.get $missed) (i32.shr_u (local.get $hit) (i32.const 2)))
        (local.set $isKnown (i32.eqz (local.get $isKnown)))
        (local.set $missed (i32.add (local.get $missed) (i32.shl (local.get $isKnown) (i32.const 2))))
        (local.set $hit
          (i32.add (local.get $hit) (i32.shl (i32.or (local.get $isKnown) (i32.ne (local.get $class) (i32.const 0))) (i32.const 2))))
        (local.set $token (i32.add (local.get $token) (i32.const 4)))
        (br $tokens)))
    (i32.store offset=12 (i32.const 0) (i32.shr_u (local.get $missed) (i32.const 2)))
    (i32.shr_u (local.get $hit) (i32.const 2))))
