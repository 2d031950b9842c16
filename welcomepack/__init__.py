"""welcomepack: borough content to welcome packs on paper and phone, in many languages."""
