/** The declensions of adjectives that the packed table abbreviates by their number: `-ый`, `-ий`, `-ийся`. */
export const paradigmEndings: ReadonlyArray<readonly string[]> = [
  "ый ого ому ым ом ая ой ую ою ое ые ых ыми",
  "ий его ему им ем ая ей ую ею ее ие их ими",
  "ийся егося емуся имся емся аяся ейся уюся еюся ееся иеся ихся имися",
].map((line) => line.split(" "))
