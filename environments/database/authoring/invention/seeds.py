"""Tasks in our own words, with which the pool begins. A test sees that each passes what invented ones must pass."""

from __future__ import annotations

SEEDS = """\
### Task
Kind: INSERT
Description: The library has got a new book: number 7, The Salt Road by Imke Brandt, 288 pages, to stand on shelf C2. \
Add it to the books.
Tables:
```sql
CREATE TABLE books (id INT PRIMARY KEY, title VARCHAR(80), author VARCHAR(60), pages INT, shelf VARCHAR(4));
INSERT INTO books VALUES (1, 'Tide Tables', 'Jon Abel', 192, 'A1'), (2, 'Nine Bridges', 'Sara Quist', 340, 'B2'),
 (3, 'The Green Ledger', 'Imke Brandt', 251, 'A1'), (4, 'Low Water', 'Jon Abel', 208, 'C2'),
 (5, 'A House of Slate', 'Marta Finn', 415, 'C1'), (6, 'Signals', 'Sara Quist', 176, 'B1');
```
Statement:
```sql
INSERT INTO books (id, title, author, pages, shelf) VALUES (7, 'The Salt Road', 'Imke Brandt', 288, 'C2')
```

### Task
Kind: UPDATE
Description: All rooms on floor 2 that have a balcony cost 15 more a night from now on. Change their price.
Tables:
```sql
CREATE TABLE rooms (number INT PRIMARY KEY, floor INT, beds INT, balcony VARCHAR(3), price INT);
INSERT INTO rooms VALUES (101, 1, 2, 'yes', 80), (102, 1, 1, 'no', 55), (201, 2, 2, 'yes', 90), (202, 2, 3, 'no', 95),
 (203, 2, 1, 'yes', 70), (301, 3, 2, 'yes', 110), (302, 3, 4, 'no', 140);
```
Statement:
```sql
UPDATE rooms SET price = price + 15 WHERE floor = 2 AND balcony = 'yes'
```

### Task
Kind: DELETE
Description: Remove the parcels that were returned before 2023-04-01. Parcels of another state stay, however old they \
are.
Tables:
```sql
CREATE TABLE parcels (code VARCHAR(8), state VARCHAR(12), day DATE, weight INT);
INSERT INTO parcels VALUES ('P-11', 'returned', '2023-02-17', 4), ('P-12', 'delivered', '2023-01-09', 2),
 ('P-13', 'returned', '2023-05-30', 7), ('P-14', 'lost', '2023-03-02', 1), ('P-15', 'returned', '2023-03-28', 3),
 ('P-16', 'delivered', '2023-06-11', 9);
```
Statement:
```sql
DELETE FROM parcels WHERE state = 'returned' AND day < '2023-04-01'
```

### Task
Kind: UPDATE
Description: The rower Ida Lund has moved to the club Fjordhold. Note it: her club is Fjordhold, her boat is none yet \
(write the text none).
Tables:
```sql
CREATE TABLE clubs (name VARCHAR(40), town VARCHAR(40), founded INT);
INSERT INTO clubs VALUES ('Fjordhold', 'Alver', 1931), ('Blue Oars', 'Karm', 1957);
CREATE TABLE rowers (id INT PRIMARY KEY, name VARCHAR(40), club VARCHAR(40), boat VARCHAR(20), age INT);
INSERT INTO rowers VALUES (1, 'Ida Lund', 'Blue Oars', 'Heron', 24), (2, 'Per Holm', 'Fjordhold', 'Otter', 31),
 (3, 'Ida Berg', 'Blue Oars', 'Heron', 19), (4, 'Nils Lund', 'Blue Oars', 'Tern', 27);
```
Statement:
```sql
UPDATE rowers SET club = 'Fjordhold', boat = 'none' WHERE name = 'Ida Lund'
```

### Task
Kind: DELETE
Description: The workshop no longer repairs anything made by Voss. Remove its open orders that concern such devices.
Tables:
```sql
CREATE TABLE devices (id INT PRIMARY KEY, maker VARCHAR(20), kind VARCHAR(20));
INSERT INTO devices VALUES (1, 'Voss', 'radio'), (2, 'Elmar', 'radio'), (3, 'Voss', 'lamp'), (4, 'Tarn', 'clock');
CREATE TABLE orders (id INT PRIMARY KEY, device INT, state VARCHAR(10), price INT);
INSERT INTO orders VALUES (1, 1, 'open', 40), (2, 1, 'done', 35), (3, 2, 'open', 60), (4, 3, 'open', 25),
 (5, 4, 'done', 80), (6, 3, 'done', 30);
```
Statement:
```sql
DELETE FROM orders WHERE state = 'open' AND device IN (SELECT id FROM devices WHERE maker = 'Voss')
```

### Task
Kind: INSERT
Description: Two runners have come in: Ayla Kaan of team 3 after 52.4 minutes, and Ben Roth of team 1 after 49.8 \
minutes. Enter both in the results.
Tables:
```sql
CREATE TABLE results (runner VARCHAR(40), team INT, minutes DECIMAL(5, 1));
INSERT INTO results VALUES ('Mara Seel', 1, 47.2), ('Tim Oden', 2, 51.0), ('Eva Lindt', 3, 50.5), ('Jan Pohl', 2, 55.9);
```
Statement:
```sql
INSERT INTO results (runner, team, minutes) VALUES ('Ayla Kaan', 3, 52.4), ('Ben Roth', 1, 49.8)
```
"""
