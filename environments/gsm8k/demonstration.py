"""Eight worked examples, of our own."""

from __future__ import annotations

from agentgym.environments.gsm8k.world.problem import Problem

EXAMPLES: tuple[Problem, ...] = (
    Problem(
        "A florist has 15 roses in the window. After a delivery there are 21. How many roses were delivered?",
        "There were 15 roses before and 21 after, so 21 - 15 = <<21-15=6>>6 roses were delivered.\n#### 6",
    ),
    Problem(
        "Two buses stand at a stop, and 3 more arrive. Each bus has 4 doors. How many doors are there at the stop?",
        "There are 2 + 3 = <<2+3=5>>5 buses.\nThey have 5 * 4 = <<5*4=20>>20 doors.\n#### 20",
    ),
    Problem(
        "Ilse has 32 stickers and her brother has 42. Together they paste 35 into an album. How many are left?",
        "Together they have 32 + 42 = <<32+42=74>>74 stickers.\nThey keep 74 - 35 = <<74-35=39>>39.\n#### 39",
    ),
    Problem(
        "A baker had 20 rolls. He sold some, and 12 are left. Each roll costs 2 dollars. How much did he take in?",
        "He sold 20 - 12 = <<20-12=8>>8 rolls.\nHe took in 8 * 2 = <<8*2=16>>16 dollars.\n#### 16",
    ),
    Problem(
        "Tom had 5 marbles. His aunt and his uncle gave him 2 bags each, with 3 marbles in a bag. How many has he now?",
        "He was given 2 * 2 = <<2*2=4>>4 bags.\nThere were 4 * 3 = <<4*3=12>>12 marbles in them.\n"
        "Now he has 5 + 12 = <<5+12=17>>17.\n#### 17",
    ),
    Problem(
        "A hall has 9 lamps. On each of four evenings, 5 more are hung up. How many lamps are there then?",
        "In four evenings 4 * 5 = <<4*5=20>>20 lamps are hung up.\nThen there are 9 + 20 = <<9+20=29>>29.\n#### 29",
    ),
    Problem(
        "A farmer owned 58 hens. He sold 23 of them, and gave 2 of the rest to each of his 4 neighbours. How many are "
        "left?",
        "After the sale he had 58 - 23 = <<58-23=35>>35 hens.\nHe gave away 4 * 2 = <<4*2=8>>8.\n"
        "That leaves 35 - 8 = <<35-8=27>>27.\n#### 27",
    ),
    Problem(
        "Mira has 23 dollars and buys five pens for 3 dollars each. How much money is left?",
        "The pens cost 5 * 3 = <<5*3=15>>15 dollars.\nShe has 23 - 15 = <<23-15=8>>8 dollars left.\n#### 8",
    ),
)
