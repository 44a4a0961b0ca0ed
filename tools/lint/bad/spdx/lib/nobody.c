int nobody;
