"""Moran's I reproduces the worked example with which Cliff and Ord put it forward."""

from __future__ import annotations

import numpy as np
import pytest

from newlyn.stats.spatial.moran import global_moran
from newlyn.stats.spatial.neighbours import Neighbours

# SOURCE: Cliff and Ord (1969), The problem of spatial autocorrelation, in Scott, Studies in Regional Science, Pion,
# pp. 25-55: 25 counties of Ireland without Dublin. Table 2: twelve variables, with Waterford's share of large holdings
# as 26.6, from which the tabulated skewness follows. Table A1: weights, with D for O as a neighbour of V. Both as
# corrected and checked by Bivand (2009), "The problem of spatial autocorrelation" forty years on, vignette of spdep.
COUNTIES = """
A 31.8 46.9 21.3  67 252  56 531 40.2 43 169 66 60.3
B 40.1 56.0  3.9  99 231  97  56 17.3 26  56 49 73.4
C 38.8 54.4  6.8 110 285  32 116 24.4 22  67 28 68.3
D 33.2 50.4 16.4 146 256 137 148 52.6 38 130 66 60.1
E 69.8 25.9  4.2 102 248  22 463 18.9 21  80 45 62.4
G 45.7 50.9  3.4  69 239  44 801 28.1 22  87 40 69.1
H 51.4 45.1  3.5 194 283  84 354 26.7 20  76 41 68.2
I 34.0 41.5 24.5  52 290  28 184 29.2 40 123 54 53.5
J 25.0 50.6 24.4  91 283  63 157 31.1 41  82 45 64.8
K 32.7 51.7 15.6  69 269  54  87 26.7 38 121 46 67.2
L 60.2 38.4  1.4 102 231  37  84 13.7 20  70 29 73.4
M 33.3 47.5 19.2 181 277  68  36 48.2 32 158 53 55.2
N 40.4 51.8  7.8  74 290  49  75 21.3 32 111 44 68.6
O 36.0 48.2 15.8  69 285  55 204 63.0 37 200 78 51.0
P 68.0 30.8  1.2  97 289  50 393 18.5 17  84 37 67.4
Q 32.0 48.8 19.2  55 351  23 252 17.5 49 116 53 62.1
R 31.8 61.9  6.3  85 235 101  39 24.6 32  80 70 69.7
S 31.2 55.7 13.1  55 262  50 112 35.6 33 110 55 65.2
T 44.6 51.7  3.7  66 275  24 299 13.2 22 115 28 74.9
U 48.9 48.1  3.0  92 266  30 205 29.7 24 102 42 67.0
V 28.3 52.1 19.6 107 312  52 140 36.5 41 127 56 62.8
W 34.3 39.1 26.6 122 292  96 199 56.4 41 164 74 54.6
X 28.4 54.4 17.2  43 323  25 188 35.8 37 157 57 56.9
Y 27.0 52.1 20.8  64 219  68 288 34.6 34 122 66 56.4
Z 34.7 46.3 19.0  79 212  44 528 49.8 36 102 65 50.4
"""
# Weights in ten-thousandths.
WEIGHTS = """
A: I 39 J 142 K 31 Y 112 Z 119; B: L 99 N 61 Q 89 R 113 X 6; C: G 134 H 18 M 103 V 28; D: H 125 M 84 V 8 W 30; E: L 186;
G: C 87 P 68 S 10 T 79 V 13; H: C 21 D 175 M 46; I: A 34 K 81 Q 63 S 68 Z 110; J: A 111 K 88 V 86 W 51 Y 44;
K: A 25 I 74 J 90 S 185 V 33; L: B 106 E 8 N 55 T 79 U 98; M: C 80 D 77 H 30 V 95; N: B 79 L 67 T 105 X 232;
O: Q 324 R 134; P: G 94 T 49 U 100; Q: B 83 I 52 O 87 R 8 S 8 X 86; R: B 319 O 109 Q 23;
S: G 12 I 44 K 134 Q 6 T 10 V 62 X 88; T: G 88 L 49 N 54 P 39 S 9 U 54 X 15; U: L 100 P 133 T 89;
V: C 16 D 6 G 12 J 47 K 18 M 71 S 46 W 55; W: D 51 J 71 V 140 Y 23; X: B 6 N 179 Q 92 S 120 T 22;
Y: A 165 J 83 W 32 Z 108; Z: A 139 I 146 Y 86
"""
# SOURCE: the same, Table 4: standard deviates of I with plain weights, with unstandardised general weights and with
# standardised ones, each under normality and randomisation. The fifth column is as it should be; the paper used the
# constants of the unstandardised weights there (Bivand 2009). Rows in the order of the columns of Table 2.
DEVIATES = """
3.7851 3.8779 3.3307 3.4159 3.9276 4.0292
1.0899 1.1316 1.3348 1.3882 1.5127 1.5738
5.2011 5.0555 4.6604 4.5247 4.8823 4.7387
5.1969 5.3907 4.1379 4.2991 4.7274 4.9135
0.5565 0.5593 2.1366 2.1478 1.9219 1.9320
2.4807 2.5393 2.8312 2.9010 3.1908 3.2703
1.0188 1.0630 1.7398 1.8187 1.4792 1.5470
2.2759 2.2681 1.2148 1.2104 1.6275 1.6216
4.4927 4.4015 3.8897 3.8075 4.1826 4.0934
0.3156 0.3153 0.5915 0.5909 0.7857 0.7849
3.4985 3.4524 2.9291 2.8888 3.0346 2.9926
2.7349 2.6895 2.7541 2.7065 2.7078 2.6605
"""
# SOURCE: the same, Table 5: I with unstandardised and with standardised general weights.
MEASURES = """
0.4559 0.5384
0.1577 0.1818
0.6545 0.6795
0.5764 0.6566
0.2775 0.2422
0.3812 0.4296
0.2182 0.1768
0.1398 0.1987
0.5394 0.5761
0.0467 0.0744
0.3959 0.4066
0.3697 0.3583
"""


def numbers(text: str) -> np.ndarray:
    return np.array([line.split() for line in text.strip().splitlines()], float)


LETTERS = [line.split()[0] for line in COUNTIES.strip().splitlines()]
VALUES = np.array([line.split()[1:] for line in COUNTIES.strip().splitlines()], float).T


@pytest.fixture(scope="module")
def general() -> Neighbours:
    pairs, weights = [], []
    for row in WEIGHTS.replace("\n", " ").split(";"):
        here, links = row.split(":")
        told = links.split()
        pairs += [[LETTERS.index(here.strip()), LETTERS.index(there)] for there in told[::2]]
        weights += [int(weight) / 10_000 for weight in told[1::2]]
    return Neighbours.from_pairs(pairs, 25, weights=weights, mutual=False)


def test_the_weights_have_the_published_constants(general: Neighbours) -> None:
    # SOURCE: the same, p. 42: 0.84688672, 0.01869986 and 0.12267319; the printed weights have four decimals.
    matrix = general.matrix.toarray()
    constants = matrix.sum(), ((matrix + matrix.T) ** 2).sum() / 2, ((matrix.sum(0) + matrix.sum(1)) ** 2).sum()
    assert constants == pytest.approx((0.84688672, 0.01869986, 0.12267319), rel=3e-3)


def test_standard_deviates_are_those_of_cliff_and_ord(general: Neighbours) -> None:
    plain = Neighbours(general.starts, general.beside, np.ones(len(general.beside)))
    found = [
        global_moran(VALUES, neighbours, null=null).score
        for neighbours in (plain, general, general.row_standardised())
        for null in ("normality", "randomisation")
    ]
    np.testing.assert_allclose(np.transpose(found), numbers(DEVIATES), atol=5.1e-5)


def test_measures_are_those_of_cliff_and_ord(general: Neighbours) -> None:
    found = [global_moran(VALUES, neighbours).value for neighbours in (general, general.row_standardised())]
    np.testing.assert_allclose(np.transpose(found), numbers(MEASURES), atol=5.1e-5)
