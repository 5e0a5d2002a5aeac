"""The shipped held-out sample: short stories of our own, written for this page, and texts of the world from a seed of their own.

The held-out TinyStories stay out of the repository; this sample can be read, run and scored by anybody.
"""

from __future__ import annotations

from world.make import make_world

WORLD_SEED = 909_090  # none that a training text was made with

STORIES = [
    "Once upon a time there was a small owl who was afraid of the dark. Every night she sat in her tree with her eyes shut. "
    "\"What if I fall?\" she said. One night a mouse lost its way in the grass and began to cry. The owl heard it. She forgot "
    "to be afraid, opened her eyes and flew down. \"Come, I will take you home,\" she said. After that the dark was only the "
    "time when she could help.",
    "Ben had a yellow boat. He put it on the pond and gave it a push, but the wind took it far away. Ben was sad. A big duck "
    "saw the boat and swam behind it. It pushed the boat with its beak, slowly, all the way back. \"Thank you, duck!\" Ben said. "
    "He gave the duck a piece of his bread, and they both watched the water until it was time for dinner.",
    "Grandma wanted to bake a cake, but there were no eggs. \"I can get some,\" said Anna. She took the basket and ran to the "
    "farm. On the way back she saw a puddle and wanted to jump. She looked at the eggs and then at the puddle. Then she put the "
    "basket down on the grass, jumped three times, and carried the eggs home. The cake was very good.",
    "A little train lived at the end of the line. It was old and slow, and nobody wanted to ride in it. One winter morning the "
    "snow was so deep that the fast trains could not go. The little train said, \"I know how to be slow.\" It went up the hill, "
    "puff by puff, and brought the children to school. From that day on, everyone waved when it came.",
    "Tim and Sara found a key in the garden. \"It must open something,\" Sara said. They tried the shed, the gate and the box "
    "under the bed. Nothing opened. At last their dad came home and laughed. \"That is the key to my bike! I have looked for it all "
    "week.\" He was so happy that he took them both to the lake.",
    "The moon was bored. She called down to the sea, \"Do you want to play?\" The sea rose up to meet her, and then it sank back. "
    "It rose again, and sank back again. The crabs on the beach had to run up and down. \"Please stop,\" they said. But the moon and "
    "the sea liked their game, and they have never stopped playing it.",
    "Max did not like his new shoes. They were red, and they made a funny noise when he walked. At school a girl with sad eyes "
    "heard the noise and smiled. Max walked around her chair once more. She laughed out loud. Now they are friends, and the shoes "
    "are his favorite thing.",
    "One day a bird built her nest on a scarecrow's hat. The farmer was angry, because the scarecrow should keep birds away. \"Let "
    "her stay,\" said his son. \"She eats the bugs on our beans.\" So the bird stayed. In summer there were four little birds, and "
    "there were more beans than ever before.",
]


def held_out_world(count: int = 8) -> list[str]:
    """The first `count` documents of the world under its own seed that fit a window with room to spare."""
    return [text for _, text in make_world(WORLD_SEED, 0.05)[0] if 60 < len(text) < 700][:count]
